import type { IncomingRequest } from "./requests.ts";
import type { CaptureResult } from "./results.ts";
import { resultOfV1 } from "./results-v1.ts";
import { VERSION, versionRefusal } from "./version.ts";

/*
 * The format of a capture call: one string and one byte array to the hub, one string back. For
 * objects, the runtime would serialise each value and add a disposer to each returned object. For a
 * small webhook, that costs as much as storing it.
 */

/** Requests in the format of a call. HTTP and JSON guarantee that no value has a line break. */
export interface PackedRequests {
  /** The version in a line, then seven lines per request. Version 1: six lines per request. */
  heads: string;
  /** The bodies, one after another. */
  bodies: Uint8Array;
}

/** Results in the format of a reply: JSON. */
export type PackedResults = string;

/** The results of a call, in the order of its requests. */
export interface CaptureReply {
  results: CaptureResult[];
  /** Whether the hub asks for its settings, because an older version wrote those that it has. */
  wantsSettings?: true;
}

const LINES_PER_REQUEST = 7;
const LINES_PER_REQUEST_V1 = 6;

export function packRequests(requests: readonly IncomingRequest[]): PackedRequests {
  let heads = String(VERSION);
  for (const request of requests) heads += `\n${toLinesV1(request)}\n${request.nonce}`;
  return { heads, bodies: joinBodies(requests) };
}

/** The same for a hub of version 1. */
export function packRequestsV1(requests: readonly IncomingRequest[]): PackedRequests {
  return { heads: requests.map(toLinesV1).join("\n"), bodies: joinBodies(requests) };
}

function toLinesV1({ method, path, rawQuery, headersJson, ip, body }: IncomingRequest): string {
  return `${method}\n${path}\n${rawQuery}\n${headersJson}\n${ip ?? ""}\n${body.length}`;
}

function joinBodies(requests: readonly IncomingRequest[]): Uint8Array {
  const [first] = requests;
  // Most calls contain one request, so nothing is copied. The body must not be a view of a larger
  // buffer, because RPC would send the whole buffer.
  if (first && requests.length === 1) return first.body;
  const all = new Uint8Array(requests.reduce((size, { body }) => size + body.length, 0));
  let at = 0;
  for (const { body } of requests) {
    all.set(body, at);
    at += body.length;
  }
  return all;
}

/**
 * The requests of a call. Their bodies are views of `bodies`.
 * @throws the refusal of `versionRefusal` before anything else is read
 */
export function unpackRequests({ heads, bodies }: PackedRequests): IncomingRequest[] {
  const lines = heads.split("\n");
  const version = Number(lines[0]);
  // Version 1 has a method of its own.
  if (version !== VERSION) throw versionRefusal(version);
  return toRequests(lines, 1, LINES_PER_REQUEST, bodies);
}

/** The requests of a call of version 1. They have no nonces, so a repeated call is not recognised. */
export function unpackRequestsV1({ heads, bodies }: PackedRequests): IncomingRequest[] {
  return heads === "" ? [] : toRequests(heads.split("\n"), 0, LINES_PER_REQUEST_V1, bodies);
}

function toRequests(
  lines: readonly string[],
  from: number,
  linesEach: number,
  bodies: Uint8Array,
): IncomingRequest[] {
  const requests: IncomingRequest[] = [];
  let at = 0;
  for (let line = from; line < lines.length; line += linesEach) {
    const [method = "", path = "", rawQuery = "", headersJson = "", ip = "", size = "", sent] =
      lines.slice(line, line + linesEach);
    const end = at + Number(size);
    const body = bodies.subarray(at, end);
    const nonce = sent ?? crypto.randomUUID();
    requests.push({ nonce, method, path, rawQuery, headersJson, ip: ip === "" ? null : ip, body });
    at = end;
  }
  return requests;
}

export function packReply(reply: CaptureReply): PackedResults {
  return JSON.stringify(reply);
}

export function unpackReply(packed: PackedResults): CaptureReply {
  return JSON.parse(packed) as CaptureReply;
}

/** The reply of version 1: only the results. */
export function packReplyV1({ results }: CaptureReply): PackedResults {
  return JSON.stringify(results.map(resultOfV1));
}

export function unpackReplyV1(packed: PackedResults): CaptureReply {
  return { results: JSON.parse(packed) as CaptureResult[] };
}
