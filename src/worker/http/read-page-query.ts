import type { Context } from "hono";
import {
  DEFAULT_PAGE_SIZE,
  MAX_CURSOR_CHARACTERS,
  MAX_PAGE_SIZE,
  MAX_SEARCH_CHARACTERS,
  pageMethod,
  pageTime,
} from "../../protocol/page-query.ts";
import type { AppContext } from "../app-context.ts";
import { AppError } from "../domain/app-error.ts";
import { fromCursor } from "../domain/search-cursor.ts";
import type { PageQuery, RequestFilter } from "../hub/contract/requests.ts";

/**
 * Reads `limit` with either `offset` (newest first) or `after` (oldest first), the filter (`q`,
 * `method`, `since` and `until`), and the `cursor` of a search.
 */
export async function readPageQuery(
  c: Context<AppContext>,
  endpointId: string,
): Promise<PageQuery> {
  const limit = Math.min(readCount(c, "limit") ?? DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE);
  const [after, offset] = [readCount(c, "after"), readCount(c, "offset") ?? 0];
  const page = { limit, filter: readFilter(c) };
  const query = after === undefined ? { ...page, offset } : { ...page, after };
  const cursor = c.req.query("cursor");
  if (cursor === undefined) return query;
  const isShort = cursor.length <= MAX_CURSOR_CHARACTERS;
  const position = isShort ? await fromCursor(endpointId, query, cursor) : null;
  if (position) return { ...query, position };
  const what = "must be the `next` of a page with the same q, method, since, until and after";
  throw invalidParameter("cursor", what);
}

function readFilter(c: Context<AppContext>): RequestFilter {
  const q = readText(c);
  const method = readMethod(c);
  const since = readTime(c, "since");
  const until = readTime(c, "until");
  return {
    ...(q ? { q } : {}),
    ...(method ? { method } : {}),
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
  };
}

function readText(c: Context<AppContext>): string | undefined {
  const text = c.req.query("q");
  if (text === undefined || text.length <= MAX_SEARCH_CHARACTERS) return text;
  throw invalidParameter("q", `must be at most ${MAX_SEARCH_CHARACTERS} characters long`);
}

function readMethod(c: Context<AppContext>): string | undefined {
  const text = c.req.query("method");
  if (text === undefined || pageMethod.safeParse(text).success) return text?.toUpperCase();
  throw invalidParameter("method", "must be an HTTP method such as POST");
}

function readCount(c: Context<AppContext>, name: string): number | undefined {
  const text = c.req.query(name);
  if (text === undefined) return undefined;
  const count = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(count)) return count;
  throw invalidParameter(name, "must be a whole number, 0 or more");
}

function readTime(c: Context<AppContext>, name: string): number | undefined {
  const text = c.req.query(name);
  if (text === undefined) return undefined;
  if (pageTime.safeParse(text).success) return Date.parse(text);
  throw invalidParameter(name, "must be a time such as 2026-01-31T12:00:00Z");
}

function invalidParameter(parameter: string, what: string): AppError {
  return new AppError("invalid_parameter", { parameter }, `${parameter} ${what}.`);
}
