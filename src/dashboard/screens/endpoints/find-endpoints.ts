import type { EndpointRow } from "../../../client/index.ts";

/** The endpoints whose alias or address has the text, whatever its case; all of them where it is empty. */
export function findEndpoints(
  endpoints: readonly EndpointRow[],
  text: string,
): readonly EndpointRow[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === "") return endpoints;
  // A whole address is what one has at hand: of it the id tells them apart.
  const id = /\/h\/([0-9a-f-]+)/.exec(wanted)?.[1] ?? wanted;
  return endpoints.filter(
    (endpoint) => endpoint.id.includes(id) || endpoint.alias?.toLowerCase().includes(wanted),
  );
}
