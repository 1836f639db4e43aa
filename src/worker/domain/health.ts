import type { Env } from "../env.ts";
import { isDatabaseReady } from "../storage/health.ts";
import { AppError } from "./app-error.ts";

/** @throws AppError `unavailable` if the database does not answer or is not migrated */
export async function checkHealth(env: Env): Promise<void> {
  if (!(await isDatabaseReady(env.DB))) throw new AppError("unavailable");
}
