import type { Context } from "hono";
import {
  DEFAULT_PAGE_REQUESTS,
  MAX_PAGE_REQUESTS,
  MAX_SOUGHT_CHARACTERS,
  pageTime,
} from "../../protocol/page-query.ts";
import type { AppContext } from "../app-context.ts";
import { AppError } from "../domain/app-error.ts";
import type { PageQuery, RequestFilter } from "../hub/stub.ts";

/**
 * Reads `limit` with `offset` (newest first) or `after` (forward in order of arrival), and the
 * filter: `q`, `method`, `since` and `until`.
 */
export function readPageQuery(c: Context<AppContext>): PageQuery {
  const limit = Math.min(readCount(c, "limit") ?? DEFAULT_PAGE_REQUESTS, MAX_PAGE_REQUESTS);
  const after = readCount(c, "after");
  const page = { limit, filter: readFilter(c) };
  return after === undefined
    ? { ...page, offset: readCount(c, "offset") ?? 0 }
    : { ...page, after };
}

function readFilter(c: Context<AppContext>): RequestFilter {
  const q = c.req.query("q");
  const method = c.req.query("method");
  if (q !== undefined && q.length > MAX_SOUGHT_CHARACTERS) {
    throw wrong("q", `must be at most ${MAX_SOUGHT_CHARACTERS} characters long`);
  }
  const since = readTime(c, "since");
  const until = readTime(c, "until");
  return {
    ...(q ? { q } : {}),
    ...(method ? { method: method.toUpperCase() } : {}),
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
  };
}

function readCount(c: Context<AppContext>, name: string): number | undefined {
  const text = c.req.query(name);
  if (text === undefined) return undefined;
  const count = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(count)) return count;
  throw wrong(name, "must be a whole number, 0 or more");
}

function readTime(c: Context<AppContext>, name: string): number | undefined {
  const text = c.req.query(name);
  if (text === undefined) return undefined;
  if (pageTime.safeParse(text).success) return Date.parse(text);
  throw wrong(name, "must be a time such as 2026-01-31T12:00:00Z");
}

function wrong(parameter: string, what: string): AppError {
  return new AppError("invalid_parameter", { parameter }, `${parameter} ${what}.`);
}
