import { MAX_SEARCH_CHARACTERS, pageMethod, pageTime } from "../../protocol/page-query.ts";
import { toQuery, type FeedFilter } from "./filter.ts";

/**
 * Reads the filter from `?q=&method=&since=&until=`. Values that the server would refuse are
 * ignored, because people edit URLs by hand.
 */
export function filterFromParams(params: URLSearchParams): FeedFilter {
  const text = (name: string) => params.get(name) ?? "";
  const method = pageMethod.safeParse(text("method"));
  return {
    q: text("q").slice(0, MAX_SEARCH_CHARACTERS),
    method: method.success ? method.data.toUpperCase() : "",
    since: validTime(text("since")),
    until: validTime(text("until")),
  };
}

function validTime(text: string): string {
  return pageTime.safeParse(text).success ? text : "";
}

/** Writes the filter into a copy of the parameters, and keeps the other ones. */
export function withFilter(params: URLSearchParams, filter: FeedFilter): URLSearchParams {
  const next = new URLSearchParams(params);
  for (const name of ["q", "method", "since", "until"]) next.delete(name);
  for (const [name, value] of Object.entries(toQuery(filter))) next.set(name, value);
  return next;
}
