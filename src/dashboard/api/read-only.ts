import type { EndpointRow } from "../../client/index.ts";

type Counted = Pick<EndpointRow, "id" | "created_at" | "is_permanent">;
type Limits = { maxEndpoints: number; maxPermanentEndpoints: number };

/**
 * The endpoints that receive nothing after a downgrade: the newest ones beyond the plan's limit, and
 * the newest permanent ones beyond theirs. The server applies the same rule, but its list of
 * endpoints does not include the result.
 */
export function readOnlyIds(endpoints: readonly Counted[], limits: Limits): ReadonlySet<string> {
  const oldestFirst = endpoints.toSorted((a, b) =>
    a.created_at === b.created_at
      ? compare(a.id, b.id)
      : compare(Date.parse(a.created_at), Date.parse(b.created_at)),
  );
  const permanent = oldestFirst.filter(({ is_permanent }) => is_permanent);
  const beyond = [
    ...oldestFirst.slice(limits.maxEndpoints),
    ...permanent.slice(limits.maxPermanentEndpoints),
  ];
  return new Set(beyond.map(({ id }) => id));
}

function compare<Value extends string | number>(a: Value, b: Value): number {
  return a < b ? -1 : Number(a > b);
}
