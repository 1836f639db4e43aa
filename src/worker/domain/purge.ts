import { DAY_MS, HOUR_MS } from "../../protocol/time-units.ts";
import type { Env } from "../env.ts";
import { callHub } from "../hub/stub.ts";
import * as storage from "../storage/purge.ts";

/*
 * The database can't grow beyond 10 GB, so the cron trigger removes what has ended. Each run removes a
 * bounded batch of each kind: enough for 250,000 endpoints and 1.4 million codes a day.
 */

/** Endpoints per run. Each takes a call to its hub, which knows whether requests are still kept. */
const ENDPOINTS = 180;
const ROWS = 1_000;

/** How many hubs are called in parallel. */
const PARALLEL_CALLS = 20;

/**
 * An expired endpoint is looked at after this time, the shortest history of a plan. It is removed only
 * if its hub keeps no request.
 */
const AFTER_EXPIRY_MS = DAY_MS;

/**
 * Ended credentials are kept for this long. Late commands and upgrades, which need them, take seconds.
 * The rest is for owners, whose exports list them.
 */
const AFTER_END_MS = 30 * DAY_MS;

/** Sign-in codes are kept for this long, because they count towards an hourly limit. */
const SIGN_IN_CODE_MS = HOUR_MS;

/** An expired device code is kept for this long, so that its machine gets `expired_token`. */
const DEVICE_CODE_MS = DAY_MS;

/** Removes a batch of everything that has ended. Called by the cron trigger. */
export async function purge(env: Env, now: number): Promise<void> {
  const { DB } = env;
  // A resync still needs these records.
  if (await storage.isBeingRestored(DB)) return;
  await storage.removeOldSignInCodes(DB, now - SIGN_IN_CODE_MS, ROWS);
  await storage.removeOldDeviceCodes(DB, now - DEVICE_CODE_MS, now, ROWS);
  await storage.removeEndedCredentials(DB, now - AFTER_END_MS, ROWS);
  await purgeEndpoints(env, now);
  await purgeRecords(DB);
}

/**
 * Removes the next expired endpoints whose hubs keep nothing any more. Walks from the longest expired
 * to the latest, then begins again, but not before a day has passed.
 */
async function purgeEndpoints(env: Env, now: number): Promise<void> {
  const [position = "", startedAt = ""] = (await storage.readCursor(env.DB, "endpoints")).split(
    " ",
  );
  const isDone = position === "done";
  if (isDone && now - Number(startedAt) < DAY_MS) return;
  const before = now - AFTER_EXPIRY_MS;
  const after = isDone ? 0 : Number(position);
  const started = isDone || startedAt === "" ? now : Number(startedAt);
  const expired = await storage.expiredEndpoints(env.DB, after, before, ENDPOINTS);
  const empty = await emptyHubs(
    env,
    expired.map(({ id }) => id),
  );
  if (empty.length > 0) await storage.removeExpired(env.DB, empty, before);
  const last = expired.length === ENDPOINTS ? expired.at(-1)?.expiresAt : undefined;
  await storage.writeCursor(env.DB, "endpoints", `${last ?? "done"} ${started}`);
}

/** The ids of the hubs that keep no request and have no socket. */
async function emptyHubs(env: Env, ids: readonly string[]): Promise<string[]> {
  const empty: string[] = [];
  const failures: unknown[] = [];
  for (let from = 0; from < ids.length; from += PARALLEL_CALLS) {
    const asked = ids.slice(from, from + PARALLEL_CALLS).map(async (id) => {
      try {
        const hub = await callHub(env, id, (stub, version) => stub.condition(version));
        if (hub.storedCount === 0 && hub.credentialIds.length === 0) empty.push(id);
      } catch (error) {
        failures.push(error);
      }
    });
    await Promise.all(asked);
  }
  // They are asked again on the next day.
  if (failures.length > 0)
    console.warn(`purge: ${failures.length} hubs did not answer`, failures[0]);
  return empty;
}

async function purgeRecords(db: D1Database): Promise<void> {
  const after = await storage.readCursor(db, "records");
  const last = await storage.removeLeftRecords(db, after, ROWS);
  if (last !== after) await storage.writeCursor(db, "records", last ?? "");
}
