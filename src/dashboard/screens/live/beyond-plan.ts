import type { EndpointRow, Usage } from "../../../client/index.ts";

/**
 * After a downgrade the endpoints that were created last are read-only, permanent ones beyond
 * their own limit too. Source: docs/api.md, "Plans"; no row says it of itself.
 *
 * @param newestFirst all endpoints of the account that have not expired
 */
export function isBeyondPlan(
  endpointId: string,
  newestFirst: readonly EndpointRow[],
  {
    maxEndpoints,
    maxPermanentEndpoints,
  }: Pick<Usage["plan"], "maxEndpoints" | "maxPermanentEndpoints">,
): boolean {
  const at = newestFirst.findIndex(({ id }) => id === endpointId);
  const endpoint = newestFirst[at];
  if (!endpoint) return false;
  const earlier = newestFirst.slice(at + 1);
  const earlierPermanent = earlier.filter(({ is_permanent }) => is_permanent);
  const isOneTooMany = earlier.length >= maxEndpoints;
  return (
    isOneTooMany || (endpoint.is_permanent && earlierPermanent.length >= maxPermanentEndpoints)
  );
}
