/** Whether the database answers and the newest migration has run. */
export async function isDatabaseReady(db: D1Database): Promise<boolean> {
  try {
    await db.prepare("SELECT 1 FROM device_code_guesses LIMIT 1").all();
    return true;
  } catch {
    return false;
  }
}
