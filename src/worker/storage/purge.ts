/*
 * Removes what has ended, a bounded batch per call. Each statement finds its rows by an index; a test
 * checks that.
 */

/** Whether a restore was noticed and not resynchronised yet. Then nothing may be removed. */
export async function isBeingRestored(db: D1Database): Promise<boolean> {
  const query = "SELECT 1 FROM pulse WHERE restored_at IS NOT NULL";
  return (await db.prepare(query).first()) !== null;
}

/** Ids of endpoints that expired before a time, the longest expired first, after a position. */
export async function expiredEndpoints(
  db: D1Database,
  after: number,
  before: number,
  limit: number,
): Promise<{ id: string; expiresAt: number }[]> {
  const query = `SELECT id, expires_at AS expiresAt FROM endpoints
    WHERE expires_at > ? AND expires_at < ? ORDER BY expires_at LIMIT ?`;
  const { results } = await db
    .prepare(query)
    .bind(after, before, limit)
    .all<{ id: string; expiresAt: number }>();
  return results;
}

/**
 * Removes expired endpoints and the records of their sockets. The owner may have renewed one
 * meanwhile: then a revoke still needs its records.
 */
export async function removeExpired(
  db: D1Database,
  endpointIds: readonly string[],
  before: number,
): Promise<void> {
  const ids = JSON.stringify(endpointIds);
  const expired = `SELECT id FROM endpoints
    WHERE id IN (SELECT value FROM json_each(?)) AND expires_at < ?`;
  await db.batch([
    db.prepare(`DELETE FROM credential_hubs WHERE endpoint_id IN (${expired})`).bind(ids, before),
    db.prepare(`DELETE FROM endpoints WHERE id IN (${expired})`).bind(ids, before),
  ]);
}

/** Removes credentials that ended before a time, with the records of their sockets. */
export async function removeEndedCredentials(
  db: D1Database,
  before: number,
  limit: number,
): Promise<void> {
  for (const column of ["revoked_at", "expires_at"]) {
    const ended = `SELECT id FROM credentials WHERE ${column} < ?1 ORDER BY ${column} LIMIT ?2`;
    await db.batch([
      db
        .prepare(`DELETE FROM credential_hubs WHERE credential_id IN (${ended})`)
        .bind(before, limit),
      db.prepare(`DELETE FROM credentials WHERE id IN (${ended})`).bind(before, limit),
    ]);
  }
}

/**
 * Removes records of sockets at hubs whose deletion has arrived: the endpoint is gone, and no command
 * to its hub is queued.
 *
 * @param after the last endpoint id that was looked at
 * @returns the last endpoint id of this batch; null after the last batch
 */
export async function removeLeftRecords(
  db: D1Database,
  after: string,
  limit: number,
): Promise<string | null> {
  const batch = `SELECT DISTINCT endpoint_id FROM credential_hubs
    WHERE endpoint_id > ?1 ORDER BY endpoint_id LIMIT ?2`;
  const [looked] = await db.batch<{ last: string | null; n: number }>([
    db.prepare(`SELECT max(endpoint_id) AS last, count(*) AS n FROM (${batch})`).bind(after, limit),
    db
      .prepare(
        `DELETE FROM credential_hubs WHERE endpoint_id IN (${batch})
           AND NOT EXISTS (SELECT 1 FROM endpoints e WHERE e.id = credential_hubs.endpoint_id)
           AND endpoint_id NOT IN (SELECT endpoint_id FROM outbox)`,
      )
      .bind(after, limit),
  ]);
  const { last = null, n = 0 } = looked?.results[0] ?? {};
  return n === limit ? last : null;
}

/** Removes codes of sign-ins by mail that were created so long ago that they count towards no limit. */
export async function removeOldSignInCodes(
  db: D1Database,
  before: number,
  limit: number,
): Promise<void> {
  const old = "SELECT rowid FROM sign_in_codes WHERE created_at < ? ORDER BY created_at LIMIT ?";
  await db.prepare(`DELETE FROM sign_in_codes WHERE rowid IN (${old})`).bind(before, limit).run();
}

/** Removes device codes created before a time, and counts of wrong codes whose window has ended. */
export async function removeOldDeviceCodes(
  db: D1Database,
  before: number,
  now: number,
  limit: number,
): Promise<void> {
  const codes = "SELECT rowid FROM device_codes WHERE created_at < ? ORDER BY created_at LIMIT ?";
  const guesses =
    "SELECT rowid FROM device_code_guesses WHERE ends_at <= ? ORDER BY ends_at LIMIT ?";
  await db.batch([
    db.prepare(`DELETE FROM device_codes WHERE rowid IN (${codes})`).bind(before, limit),
    db.prepare(`DELETE FROM device_code_guesses WHERE rowid IN (${guesses})`).bind(now, limit),
  ]);
}

/** How far a purge has walked; "" at the beginning. */
export async function readCursor(db: D1Database, name: string): Promise<string> {
  const query = "SELECT position FROM purge_cursors WHERE name = ?";
  return (await db.prepare(query).bind(name).first<string>("position")) ?? "";
}

export async function writeCursor(db: D1Database, name: string, position: string): Promise<void> {
  await db
    .prepare("INSERT OR REPLACE INTO purge_cursors (name, position) VALUES (?, ?)")
    .bind(name, position)
    .run();
}
