import * as z from "zod/mini";

/** The page size if `limit` is left out. */
export const DEFAULT_PAGE_SIZE = 20;
export const MAX_PAGE_SIZE = 100;

/** The bodies on one page. With the copies that RPC and JSON make, a page takes several times this. */
export const MAX_PAGE_BODY_BYTES = 4 * 1024 * 1024;

/** How much one call of a search reads at most: a Durable Object may compute for 30 s per call. */
export const MAX_SEARCH_CALL_BYTES = 1024 * 1024 * 1024;

/** A search may read every stored request, so the text must not be expensive to compare. */
export const MAX_SEARCH_CHARACTERS = 1_000;

/** Ours have at most 150. */
export const MAX_CURSOR_CHARACTERS = 400;

const count = z.int().check(z.nonnegative());
/** RFC 9110 5.6.2: a method is a token. The longest registered one has 17 characters. */
const METHOD = /^[A-Za-z0-9!#$%&'*+.^_`|~-]{0,64}$/;

/** In upper or lower case. Empty means any method. */
export const pageMethod = z.string().check(z.regex(METHOD));
/** ISO 8601 with `Z` or an offset. */
export const pageTime = z.iso.datetime({ offset: true });

/**
 * The query of GET /api/endpoints/:id/requests. `offset` pages newest first, `after` pages from a
 * sequence number in order of arrival. `cursor` continues a search.
 */
export const pageQuery = z.object({
  /** A larger value counts as MAX_PAGE_SIZE. */
  limit: z.optional(count),
  offset: z.optional(count),
  after: z.optional(count),
  /** Text to find in the path, query, headers or body. */
  q: z.optional(z.string().check(z.maxLength(MAX_SEARCH_CHARACTERS))),
  method: z.optional(pageMethod),
  since: z.optional(pageTime),
  until: z.optional(pageTime),
  /** The `next` of an earlier page of the same search. */
  cursor: z.optional(z.string().check(z.maxLength(MAX_CURSOR_CHARACTERS))),
});
export type PageQuery = z.infer<typeof pageQuery>;
