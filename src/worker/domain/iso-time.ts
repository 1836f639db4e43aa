/** A time in Unix milliseconds as ISO 8601 with `Z`, as in the API; null stays null. */
export function isoTime(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}
