import type { Context } from "hono";
import { AppError } from "../domain/app-error.ts";
import type { PageQuery } from "../hub/stub.ts";
import type { AppContext } from "../app-context.ts";

const DEFAULT_LIMIT = 20;
const MAX_LIMIT = 100;

/** Reads `limit` with `offset` (newest first) or `after` (forward in order of arrival). */
export function readPageQuery(c: Context<AppContext>): PageQuery {
  const limit = Math.min(readCount(c, "limit") ?? DEFAULT_LIMIT, MAX_LIMIT);
  const after = readCount(c, "after");
  return after === undefined ? { limit, offset: readCount(c, "offset") ?? 0 } : { limit, after };
}

function readCount(c: Context<AppContext>, name: string): number | undefined {
  const text = c.req.query(name);
  if (text === undefined) return undefined;
  const count = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(count)) return count;
  const sentence = `${name} must be a whole number, 0 or more.`;
  throw new AppError("invalid_parameter", { parameter: name }, sentence);
}
