import type { StoredRequest } from "../../../protocol/captured-request.ts";

/** A webhook before its hub has given it an id, a sequence number and a time. */
export interface IncomingRequest {
  /**
   * A random UUID (version 4), chosen by the worker. If a call is repeated, the hub recognises its
   * webhooks by their nonces.
   */
  nonce: string;
  method: string;
  path: string;
  rawQuery: string;
  /** A JSON list of pairs. Encoded in the worker, because one hub serves many isolates. */
  headersJson: string;
  ip: string | null;
  /** At most MAX_INLINE_BODY_BYTES long; a larger body is sent as a stream. */
  body: Uint8Array;
}

/** Selects requests of the history. An omitted property matches every request. */
export interface RequestFilter {
  /** Text in the path, the query, a header or the body; ASCII letters match in either case. */
  q?: string;
  method?: string;
  /** Unix milliseconds, inclusive. */
  since?: number;
  until?: number;
}

/**
 * A page of the history: newest first from an offset, or forward from a sequence number. With
 * `position`, a search continues there, and its offset is ignored.
 */
export type PageQuery = { limit: number; filter: RequestFilter; position?: SearchPosition } & (
  { offset: number } | { after: number }
);

/** How far a search has come. */
export interface SearchPosition {
  /** The sequence number at which the last call stopped; that request is not read again. */
  at: number;
  /** How many matches were found so far, including those that `offset` skipped. */
  seen: number;
  /** How many further matches `offset` skips. */
  skip: number;
  /** How many requests match in all; null if the search has not read everything yet. */
  total: number | null;
  /** How many stored bytes were read so far. */
  readBytes: number;
}

/** A page of the history. */
export interface RequestPage {
  requests: StoredRequest[];
  /** How many requests match the filter; null if the search has not read enough to know. */
  total: number | null;
  /** Present if a search can find more matches from there on. */
  next?: SearchPosition;
  /** With `next`: how many bytes are stored. */
  storedBytes?: number;
  /** Present if the endpoint runs another search. The page is empty then. */
  refused?: "search_busy";
}

/** Counters of one endpoint; `lastRequestAt` is in Unix milliseconds. */
export interface RequestStats {
  requestCount: number;
  lastRequestAt: number | null;
  storedBytes: number;
}

/** The maximum size of a request without its body in an RPC message: two bytes per character. */
export function metadataBytes({
  headersJson,
  path,
  rawQuery,
}: Pick<StoredRequest, "headersJson" | "path" | "rawQuery">): number {
  return 2 * (headersJson.length + path.length + rawQuery.length);
}
