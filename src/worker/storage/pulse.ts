import { MINUTE_MS } from "../../protocol/time-units.ts";

/** The cron trigger runs every minute. If it has been silent for this long, a restore may be the cause. */
const SILENT_MS = 3 * MINUTE_MS;

/**
 * Whether the database may have been restored to an earlier time, so that it can't be trusted about
 * revoked credentials. `now` is parameter 2.
 */
export const IS_UNCONFIRMED = `EXISTS (SELECT 1 FROM pulse
  WHERE restored_at IS NOT NULL OR beaten_at <= ?2 - ${SILENT_MS})`;

/** Counts a run of the cron trigger. Resolves to the new count. */
export async function countBeat(db: D1Database, now: number): Promise<number> {
  const query = `INSERT INTO pulse (id, beats, beaten_at) VALUES (1, 1, ?)
    ON CONFLICT DO UPDATE SET beats = beats + 1 RETURNING beats`;
  return (await db.prepare(query).bind(now).first<number>("beats")) ?? 0;
}

export async function readBeats(db: D1Database): Promise<number> {
  return (await db.prepare("SELECT beats FROM pulse").first<number>("beats")) ?? 0;
}

/** Notes that this database was not restored, as of now. */
export async function confirmPulse(db: D1Database, now: number): Promise<void> {
  await db.prepare("UPDATE pulse SET beaten_at = ?").bind(now).run();
}

/**
 * Notes that the database was restored. Codes that were used meanwhile are valid again in it, so all
 * codes of unfinished sign-ins become invalid, once.
 */
export async function markRestored(db: D1Database, now: number): Promise<void> {
  const isNew = "NOT EXISTS (SELECT 1 FROM pulse WHERE restored_at IS NOT NULL)";
  await db.batch([
    db
      .prepare(`UPDATE sign_in_codes SET code_hash = '' WHERE expires_at > ? AND ${isNew}`)
      .bind(now),
    db
      .prepare(
        `UPDATE device_codes SET state = 'denied'
         WHERE expires_at > ? AND state <> 'redeemed' AND ${isNew}`,
      )
      .bind(now),
    db
      .prepare(
        `INSERT INTO pulse (id, beats, beaten_at, restored_at) VALUES (1, 0, ?1, ?1)
         ON CONFLICT DO UPDATE SET restored_at = coalesce(restored_at, ?1)`,
      )
      .bind(now),
  ]);
}

/** Notes that hubs and database agree again. @param beats more than any earlier count */
export async function markResynced(db: D1Database, beats: number, now: number): Promise<void> {
  await db
    .prepare("UPDATE pulse SET restored_at = NULL, beats = max(beats, ?), beaten_at = ?")
    .bind(beats, now)
    .run();
}
