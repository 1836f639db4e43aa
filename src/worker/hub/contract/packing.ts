import type { IncomingRequest } from "../log/request-log.ts";
import type { CaptureResult } from "./results.ts";

/*
 * What a call to a hub carries: one text and one array of bytes there, one text back. The runtime
 * takes an object apart value by value, and gives each that it returns a function of its own to
 * dispose of it: for a small webhook that costs as much as to store it.
 */

/** Requests as a call carries them. */
export interface PackedRequests {
  /** Six lines a request. None of the values can hold a line break: HTTP and JSON see to it. */
  heads: string;
  /** The bodies, one after another. */
  bodies: Uint8Array;
}

/** What became of requests, as JSON. */
export type PackedResults = string;

const LINES = 6;

/** Packs requests for a call. */
export function packRequests(requests: readonly IncomingRequest[]): PackedRequests {
  return { heads: requests.map(toLines).join("\n"), bodies: joined(requests) };
}

function toLines({ method, path, rawQuery, headersJson, ip, body }: IncomingRequest): string {
  return `${method}\n${path}\n${rawQuery}\n${headersJson}\n${ip ?? ""}\n${body.length}`;
}

function joined(requests: readonly IncomingRequest[]): Uint8Array {
  const [first] = requests;
  // Most come alone: there is nothing to copy. It must be no view: all of its buffer would go.
  if (first && requests.length === 1) return first.body;
  const all = new Uint8Array(requests.reduce((size, { body }) => size + body.length, 0));
  let at = 0;
  for (const { body } of requests) {
    all.set(body, at);
    at += body.length;
  }
  return all;
}

/** The requests again. Their bodies are views of what was carried. */
export function unpackRequests({ heads, bodies }: PackedRequests): IncomingRequest[] {
  const lines = heads === "" ? [] : heads.split("\n");
  const requests: IncomingRequest[] = [];
  let at = 0;
  for (let line = 0; line < lines.length; line += LINES) {
    const [method = "", path = "", rawQuery = "", headersJson = "", ip = "", size = ""] =
      lines.slice(line, line + LINES);
    const end = at + Number(size);
    const body = bodies.subarray(at, end);
    requests.push({ method, path, rawQuery, headersJson, ip: ip === "" ? null : ip, body });
    at = end;
  }
  return requests;
}

/** Packs what became of them, for the way back. */
export function packResults(results: readonly CaptureResult[]): PackedResults {
  return JSON.stringify(results);
}

/** What became of each, in the order of the requests. */
export function unpackResults(packed: PackedResults): CaptureResult[] {
  return JSON.parse(packed) as CaptureResult[];
}
