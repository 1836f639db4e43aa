import { MAX_SOUGHT_CHARACTERS, pageMethod, pageTime } from "../../protocol/page-query.ts";
import { toQuery, type FeedFilter } from "./filter.ts";

/**
 * The filter that an address carries, as `?q=&method=&since=&until=`. What the server would refuse
 * counts as left out: somebody may have typed it.
 */
export function filterIn(params: URLSearchParams): FeedFilter {
  const text = (name: string) => params.get(name) ?? "";
  const method = pageMethod.safeParse(text("method"));
  return {
    q: text("q").slice(0, MAX_SOUGHT_CHARACTERS),
    method: method.success ? method.data.toUpperCase() : "",
    since: timeOf(text("since")),
    until: timeOf(text("until")),
  };
}

function timeOf(text: string): string {
  return pageTime.safeParse(text).success ? text : "";
}

/** The same back, into a copy of what else the address carries. */
export function withFilter(params: URLSearchParams, filter: FeedFilter): URLSearchParams {
  const next = new URLSearchParams(params);
  for (const name of ["q", "method", "since", "until"]) next.delete(name);
  for (const [name, value] of Object.entries(toQuery(filter))) next.set(name, value);
  return next;
}
