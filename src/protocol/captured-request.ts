import * as z from "zod/mini";
import { decodeHeaders, pairs, type Pairs } from "./stored-headers.ts";

/**
 * A larger body is omitted from frames and lists: its `bodyEncoding` is `"omitted"`. A smaller one is
 * omitted from a frame that would exceed the listener's limit; see `frame-limits.ts`.
 */
export const MAX_INLINE_BODY_BYTES = 1024 * 1024;

export { pairs, type Pairs };

const bodyEncoding = z.enum(["utf8", "base64", "omitted"]);

/** The payload of `new_request`. Source: docs/api.md, "Listening". */
export const capturedRequest = z.object({
  id: z.string(),
  endpointId: z.string(),
  /** 1, 2, 3… within the endpoint. */
  seq: z.int(),
  method: z.string(),
  /** Begins with `/h/<endpoint id>`. Percent-encoded as delivered, without the query. */
  path: z.string(),
  headers: z.record(z.string(), z.string()),
  /** Every header that the sender sent, as the runtime delivers it. */
  rawHeaders: pairs,
  /** Headers that Cloudflare added on the way. Absent if there are none, as on one machine. */
  edgeHeaders: z.optional(pairs),
  /** A repeated name keeps its last value. `rawQuery` has all of them. */
  query: z.record(z.string(), z.string()),
  /** As delivered, without the `?`. */
  rawQuery: z.string(),
  body: z.string(),
  bodyEncoding,
  /** The URL of the exact bytes. Present only with `bodyEncoding: "omitted"`. */
  bodyUrl: z.optional(z.string()),
  contentType: z.nullable(z.string()),
  ip: z.nullable(z.string()),
  userAgent: z.nullable(z.string()),
  /** The size of the body in bytes. */
  size: z.int(),
  createdAt: z.string(),
  /**
   * Set if the head did not fit into the frame: `rawHeaders` and perhaps other fields are empty or
   * cut. `GET /api/requests/:id` has all of them.
   */
  headOmitted: z.optional(z.literal(true)),
});
export type CapturedRequest = z.infer<typeof capturedRequest>;

/** A captured request in the HTTP API: the same fields in snake_case. */
export const requestRow = z.object({
  id: z.string(),
  endpoint_id: z.string(),
  seq: z.int(),
  method: z.string(),
  path: z.string(),
  headers: z.record(z.string(), z.string()),
  query: z.record(z.string(), z.string()),
  raw_query: z.string(),
  raw_headers: pairs,
  edge_headers: z.optional(pairs),
  body: z.string(),
  body_encoding: bodyEncoding,
  body_url: z.optional(z.string()),
  content_type: z.nullable(z.string()),
  ip: z.nullable(z.string()),
  user_agent: z.nullable(z.string()),
  size: z.int(),
  created_at: z.string(),
});
export type RequestRow = z.infer<typeof requestRow>;

/**
 * A request as the endpoint's hub stores it.
 * `body` is null if it is larger than MAX_INLINE_BODY_BYTES or was not requested.
 */
export interface StoredRequest {
  id: string;
  seq: number;
  /** Unix milliseconds. Within an endpoint, it never decreases. */
  createdAt: number;
  method: string;
  path: string;
  rawQuery: string;
  /** The headers as JSON, because the hub itself never reads them; see `stored-headers.ts`. */
  headersJson: string;
  ip: string | null;
  size: number;
  body: Uint8Array | null;
}

/**
 * Kept in `rawHeaders` only. The published client forwards `headers` with `fetch`, which throws if
 * one of these is among them. They describe the sender's connection, not the webhook.
 */
const LEFT_OUT_OF_HEADERS = new Set(["expect", "keep-alive", "transfer-encoding", "upgrade"]);

/** Converts a stored request to the payload of `new_request` and `replay_request`. */
export function toCapturedRequest(
  stored: StoredRequest,
  endpointId: string,
  publicUrl: string,
): CapturedRequest {
  const { sent: rawHeaders, added } = decodeHeaders(stored.headersJson);
  const headers = toHeaders(rawHeaders);
  return {
    id: stored.id,
    endpointId,
    seq: stored.seq,
    method: stored.method,
    path: stored.path,
    headers,
    rawHeaders,
    ...(added.length === 0 ? {} : { edgeHeaders: added }),
    query: toQuery(stored.rawQuery),
    rawQuery: stored.rawQuery,
    ...encodeBody(stored, publicUrl),
    contentType: headers["content-type"] ?? null,
    ip: stored.ip,
    userAgent: headers["user-agent"] ?? null,
    size: stored.size,
    createdAt: new Date(stored.createdAt).toISOString(),
  };
}

/** Converts the payload of a frame to a row of the HTTP API. */
export function toRequestRow(request: CapturedRequest): RequestRow {
  return {
    id: request.id,
    endpoint_id: request.endpointId,
    seq: request.seq,
    method: request.method,
    path: request.path,
    headers: request.headers,
    query: request.query,
    raw_query: request.rawQuery,
    raw_headers: request.rawHeaders,
    ...(request.edgeHeaders === undefined ? {} : { edge_headers: request.edgeHeaders }),
    body: request.body,
    body_encoding: request.bodyEncoding,
    ...(request.bodyUrl === undefined ? {} : { body_url: request.bodyUrl }),
    content_type: request.contentType,
    ip: request.ip,
    user_agent: request.userAgent,
    size: request.size,
    created_at: request.createdAt,
  };
}

/** Converts a row of the HTTP API back to the payload of a frame. */
export function toCapturedFromRow(row: RequestRow): CapturedRequest {
  return {
    id: row.id,
    endpointId: row.endpoint_id,
    seq: row.seq,
    method: row.method,
    path: row.path,
    headers: row.headers,
    rawHeaders: row.raw_headers,
    ...(row.edge_headers === undefined ? {} : { edgeHeaders: row.edge_headers }),
    query: row.query,
    rawQuery: row.raw_query,
    body: row.body,
    bodyEncoding: row.body_encoding,
    ...(row.body_url === undefined ? {} : { bodyUrl: row.body_url }),
    contentType: row.content_type,
    ip: row.ip,
    userAgent: row.user_agent,
    size: row.size,
    createdAt: row.created_at,
  };
}

type EncodedBody = Pick<CapturedRequest, "body" | "bodyEncoding" | "bodyUrl">;

function encodeBody(stored: StoredRequest, publicUrl: string): EncodedBody {
  if (stored.body === null) {
    const bodyUrl = `${publicUrl}/api/requests/${stored.id}/body`;
    return { body: "", bodyEncoding: "omitted", bodyUrl };
  }
  const text = decodeUtf8(stored.body);
  if (text !== null) return { body: text, bodyEncoding: "utf8" };
  return { body: toBase64(stored.body), bodyEncoding: "base64" };
}

// A byte order mark is part of the body: without it, the sender's signature would not match.
const strictUtf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return strictUtf8.decode(bytes);
  } catch {
    return null;
  }
}

// `String.fromCharCode` takes bytes as arguments, and engines limit the number of arguments.
const BASE64_SLICE_BYTES = 0x8000;

function toBase64(bytes: Uint8Array): string {
  let binary = "";
  for (let at = 0; at < bytes.length; at += BASE64_SLICE_BYTES) {
    binary += String.fromCharCode(...bytes.subarray(at, at + BASE64_SLICE_BYTES));
  }
  return btoa(binary);
}

/** Most webhooks have no query, and parsing one costs as much as the rest of the frame. */
function toQuery(rawQuery: string): Record<string, string> {
  return rawQuery === "" ? {} : toRecord(new URLSearchParams(rawQuery));
}

function toHeaders(rawHeaders: Pairs): Record<string, string> {
  return toRecord(rawHeaders.filter(([name]) => !LEFT_OUT_OF_HEADERS.has(name)));
}

/**
 * Pairs as an object. A repeated name keeps its last value. `Object.fromEntries` defines own
 * properties, so a sender's `__proto__` is a name like any other and does not set the prototype.
 */
function toRecord(entries: Iterable<readonly [string, string]>): Record<string, string> {
  return Object.fromEntries(entries);
}
