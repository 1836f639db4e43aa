/** A moment in Unix milliseconds as the API writes it, ISO 8601 with `Z`; null stays null. */
export function isoTime(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}
