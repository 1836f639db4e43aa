import type { IncomingRequest } from "./requests.ts";
import type { CaptureResult } from "./results.ts";

/*
 * The format of a capture call: one string and one byte array to the hub, one string back. For
 * objects, the runtime would serialise each value and add a disposer to each returned object. For a
 * small webhook, that costs as much as storing it.
 */

/** Requests in the format of a call. */
export interface PackedRequests {
  /** Six lines per request. HTTP and JSON guarantee that no value contains a line break. */
  heads: string;
  /** The bodies, one after another. */
  bodies: Uint8Array;
}

/** Results in the format of a reply: JSON. */
export type PackedResults = string;

const LINES_PER_REQUEST = 6;

export function packRequests(requests: readonly IncomingRequest[]): PackedRequests {
  return { heads: requests.map(toLines).join("\n"), bodies: joinBodies(requests) };
}

function toLines({ method, path, rawQuery, headersJson, ip, body }: IncomingRequest): string {
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

/** The requests of a call. Their bodies are views of `bodies`. */
export function unpackRequests({ heads, bodies }: PackedRequests): IncomingRequest[] {
  const lines = heads === "" ? [] : heads.split("\n");
  const requests: IncomingRequest[] = [];
  let at = 0;
  for (let line = 0; line < lines.length; line += LINES_PER_REQUEST) {
    const [method = "", path = "", rawQuery = "", headersJson = "", ip = "", size = ""] =
      lines.slice(line, line + LINES_PER_REQUEST);
    const end = at + Number(size);
    const body = bodies.subarray(at, end);
    requests.push({ method, path, rawQuery, headersJson, ip: ip === "" ? null : ip, body });
    at = end;
  }
  return requests;
}

export function packResults(results: readonly CaptureResult[]): PackedResults {
  return JSON.stringify(results);
}

/** The results in the order of the requests. */
export function unpackResults(packed: PackedResults): CaptureResult[] {
  return JSON.parse(packed) as CaptureResult[];
}
