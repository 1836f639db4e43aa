/** What an endpoint is called: its alias or, where it has none, the beginning of its id. */
export function nameOf({ alias, id }: { alias: string | null; id: string }): string {
  return alias ?? id.slice(0, 8);
}

/** Where its webhooks go. */
export function addressOf(id: string): string {
  return `${globalThis.location.origin}/h/${id}`;
}
