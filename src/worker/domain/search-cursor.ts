import * as z from "zod/mini";
import type { PageQuery, SearchPosition } from "../hub/contract/requests.ts";
import { hashSecret } from "./secret.ts";

const count = z.int().check(z.nonnegative());

/** A cursor is this list as JSON in base64url: the query's fingerprint, and a `SearchPosition`. */
const contents = z.tuple([z.string(), count, count, count, z.nullable(count), count]);

/** Writes where a search continues as the opaque `next` of a page. */
export async function toCursor(
  endpointId: string,
  query: PageQuery,
  { at, seen, skip, total, readBytes }: SearchPosition,
): Promise<string> {
  const list = [await fingerprint(endpointId, query), at, seen, skip, total, readBytes];
  return btoa(JSON.stringify(list)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** Reads a cursor; null if it is malformed or comes from another query. */
export async function fromCursor(
  endpointId: string,
  query: PageQuery,
  cursor: string,
): Promise<SearchPosition | null> {
  const parsed = contents.safeParse(decode(cursor));
  if (!parsed.success) return null;
  const [sent, at, seen, skip, total, readBytes] = parsed.data;
  const isSame = sent === (await fingerprint(endpointId, query));
  return isSame ? { at, seen, skip, total, readBytes } : null;
}

function decode(cursor: string): unknown {
  try {
    return JSON.parse(atob(cursor.replaceAll("-", "+").replaceAll("_", "/")));
  } catch {
    return null;
  }
}

/** The fields that must be the same on every page of a search. `limit` may change. */
async function fingerprint(endpointId: string, query: PageQuery): Promise<string> {
  const { q, method, since, until } = query.filter;
  const after = "after" in query ? query.after : null;
  const text = JSON.stringify([endpointId, q, method, since, until, after]);
  return (await hashSecret(text)).slice(0, 16);
}
