/** The display name of an endpoint: its alias or, if it has none, the beginning of its id. */
export function endpointName({ alias, id }: { alias: string | null; id: string }): string {
  return alias ?? id.slice(0, 8);
}

/** The URL that receives its webhooks. */
export function endpointUrl(id: string): string {
  return `${globalThis.location.origin}/h/${id}`;
}
