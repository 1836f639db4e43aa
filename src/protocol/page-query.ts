import * as z from "zod/mini";

/** Requests a page where `limit` is left out, and at most. */
export const DEFAULT_PAGE_REQUESTS = 20;
export const MAX_PAGE_REQUESTS = 100;

/** A search reads all that is stored: what is sought may be long, but not a load by itself. */
export const MAX_SOUGHT_CHARACTERS = 1_000;

const count = z.int().check(z.nonnegative());
/** RFC 9110 5.6.2: a method is a token. The longest that is registered has 17 characters. */
const METHOD = /^[A-Za-z0-9!#$%&'*+.^_`|~-]{0,64}$/;

/** In either case; an empty one is any. */
export const pageMethod = z.string().check(z.regex(METHOD));
/** ISO 8601 with `Z` or an offset. */
export const pageTime = z.iso.datetime({ offset: true });

/**
 * The query of GET /api/endpoints/:id/requests: `offset` pages newest first, `after` forward in
 * order of arrival from a sequence number.
 */
export const pageQuery = z.object({
  /** More than MAX_PAGE_REQUESTS counts as that many. */
  limit: z.optional(count),
  offset: z.optional(count),
  after: z.optional(count),
  /** Text in path, query, headers or body. */
  q: z.optional(z.string().check(z.maxLength(MAX_SOUGHT_CHARACTERS))),
  method: z.optional(pageMethod),
  since: z.optional(pageTime),
  until: z.optional(pageTime),
});
export type PageQuery = z.infer<typeof pageQuery>;
