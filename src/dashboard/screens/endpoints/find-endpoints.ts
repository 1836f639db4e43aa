import type { EndpointRow } from "../../../client/index.ts";

/** The endpoints whose alias or URL contains the text, ignoring case. An empty text finds all. */
export function findEndpoints(
  endpoints: readonly EndpointRow[],
  text: string,
): readonly EndpointRow[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === "") return endpoints;
  // Somebody may paste a whole webhook URL: search for the id in it.
  const id = /\/h\/([0-9a-f-]+)/.exec(wanted)?.[1] ?? wanted;
  return endpoints.filter(
    (endpoint) => endpoint.id.includes(id) || endpoint.alias?.toLowerCase().includes(wanted),
  );
}
