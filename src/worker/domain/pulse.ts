import type { Env } from "../env.ts";
import { callAccount, callAccountOnce, isNotSpoken } from "../hub/stub.ts";
import type { Principal } from "../storage/principals.ts";
import {
  confirmPulse,
  countBeat,
  markRestored,
  markResynced,
  readBeats,
} from "../storage/pulse.ts";
import { AppError } from "./app-error.ts";

/*
 * If the database is restored to an earlier time, it no longer knows about later revokes. To notice
 * that, the cron trigger counts its runs both in the database and in an object outside it.
 */

/** The name of the object that counts the runs. Account ids are UUIDs, so none has this name. */
const PULSE = "pulse";

/** Counts a run of the cron trigger, and marks the database if it was restored. */
export async function beat(env: Env, now: number): Promise<void> {
  const beats = await countBeat(env.DB, now);
  const highest = await noteBeats(env, beats);
  // Two runs that overlap may reach the object in the other order. So if the count is too low, the
  // database's current count decides.
  const wasRestored = beats === highest || (beats < highest && (await isBehind(env, highest)));
  if (!wasRestored) return confirmPulse(env.DB, now);
  console.error("The database was restored to an earlier time. Run POST /api/admin/resync.");
  await markRestored(env.DB, now);
}

async function isBehind(env: Env, highest: number): Promise<boolean> {
  return (await readBeats(env.DB)) < highest;
}

/** Called when hubs and database agree again. */
export async function endRestore(env: Env, now: number): Promise<void> {
  const highest = await noteBeats(env, 0);
  await markResynced(env.DB, highest + 1, now);
  await noteBeats(env, highest + 1);
}

/**
 * The principal, or null if its credential was revoked in a time that the database has lost. Calls
 * the account's object only if the database may have been restored.
 *
 * @throws AppError `unavailable` if the account's object can't be reached
 */
export async function confirm(
  env: Env,
  principal: Principal | null,
  now: number,
): Promise<Principal | null> {
  if (!principal?.isUnconfirmed) return principal;
  try {
    const hasEnded = await callAccount<boolean>(env, principal.accountId, (account, version) =>
      account.hasEnded(principal.id, now, version),
    );
    return hasEnded ? null : principal;
  } catch (error) {
    // An object of the first release knows no more than the database.
    if (isNotSpoken(error)) return principal;
    console.warn("pulse: an account could not be asked for its revoked credentials", error);
    throw new AppError("unavailable");
  }
}

/**
 * Resolves to the highest count before this call; 0 if the object runs the first release, which does
 * not count. Never repeated, because a repetition would find the count of the first attempt.
 */
async function noteBeats(env: Env, beats: number): Promise<number> {
  try {
    return await callAccountOnce(env, PULSE, (object, version) => object.beat(beats, version));
  } catch (error) {
    if (isNotSpoken(error)) return 0;
    throw error;
  }
}
