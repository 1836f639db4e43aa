/** The newest file in migrations/. A test compares this with the folder. */
export const NEWEST_MIGRATION = "0004_restores_and_purges.sql";

/**
 * Whether the database has the newest migration that this code knows. It may have newer ones.
 * Wrangler and `npm start` list those that were applied in `d1_migrations`.
 */
export async function isMigrated(db: D1Database): Promise<boolean> {
  const query = `SELECT name FROM d1_migrations WHERE name = '${NEWEST_MIGRATION}'`;
  const { results } = await db.prepare(query).all();
  return results.length === 1;
}
