import type { Env } from "../env.ts";
import { isMigrated, NEWEST_MIGRATION } from "../storage/health.ts";
import { AppError } from "./app-error.ts";

/**
 * The health of the server, for the operator.
 * @throws AppError `unavailable` if the database does not answer or lacks the newest migration
 */
export async function deepHealth(env: Env): Promise<{ status: "ok"; migration: string }> {
  let isReady: boolean;
  try {
    isReady = await isMigrated(env.DB);
  } catch (error) {
    console.warn("health: the database does not answer, or has no migrations", error);
    throw new AppError("unavailable");
  }
  if (isReady) return { status: "ok", migration: NEWEST_MIGRATION };
  const sentence = `The database lacks the migration ${NEWEST_MIGRATION}. Apply the migrations.`;
  throw new AppError("unavailable", { migration: NEWEST_MIGRATION }, sentence);
}
