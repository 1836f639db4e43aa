import { usageFailure } from "../failure.ts";

type Pair = readonly [name: string, value: string];

/**
 * What belongs to the connection a webhook came by, not to the webhook. RFC 9110 7.6.1 names the
 * first six; `host` and the length are said anew; `expect` was answered when it came.
 */
const OF_THE_CONNECTION = new Set([
  "connection",
  "proxy-connection",
  "keep-alive",
  "te",
  "transfer-encoding",
  "upgrade",
  "host",
  "content-length",
  "expect",
]);

/** What a forwarded request is sent with. */
export interface Sending {
  rawHeaders: readonly Pair[];
  /** From `-H`: each takes the place of those of its name. */
  extra: readonly Pair[];
  host: string;
  /** Bytes of the body. */
  size: number;
}

/** The headers as node:http sends them on: names and values by turns, in the order they came. */
export function forwardedHeaders({ rawHeaders, extra, host, size }: Sending): string[] {
  const replaced = new Set(extra.map(([name]) => name.toLowerCase()));
  const dropped = new Set([...OF_THE_CONNECTION, ...namedByConnection(rawHeaders), ...replaced]);
  const kept = rawHeaders.filter(([name]) => !dropped.has(name.toLowerCase()));
  const hosts: Pair[] = replaced.has("host") ? [] : [["host", host]];
  const lengths: Pair[] = saysLength(rawHeaders, size) ? [["content-length", String(size)]] : [];
  return [...hosts, ...kept, ...extra, ...lengths].flatMap(([name, value]) => [
    name,
    toWire(value),
  ]);
}

/** The runtime reads values as UTF-8; node:http writes each character as one byte. */
function toWire(value: string): string {
  return Buffer.from(value, "utf8").toString("latin1");
}

/** RFC 9110 7.6.1: `connection` names further headers that are for one hop. */
function namedByConnection(rawHeaders: readonly Pair[]): string[] {
  return rawHeaders
    .filter(([name]) => name === "connection")
    .flatMap(([, value]) => value.split(",").map((name) => name.trim().toLowerCase()));
}

/** A request that came without a body goes on without one, not with one of no bytes. */
function saysLength(rawHeaders: readonly Pair[], size: number): boolean {
  const framing = new Set(["content-length", "transfer-encoding"]);
  return size > 0 || rawHeaders.some(([name]) => framing.has(name));
}

/** RFC 9110 5.1 and 5.5: a name is a token, a value has no control character. */
const HEADER = /^([!#$%&'*+.^_`|~0-9a-z-]+):[ \t]*((?:\t|\P{Cc})*)$/iu;
const FRAMING = new Set(["content-length", "transfer-encoding", "connection"]);

/** Reads one `-H 'name: value'`, after those before it. */
export function parseHeader(text: string, before: readonly Pair[] = []): Pair[] {
  const [, name = "", value = ""] = HEADER.exec(text) ?? [];
  if (name === "") throw usageFailure(`"${text}" is no header.`, "Give one such as -H 'x-a: b'.");
  if (FRAMING.has(name.toLowerCase())) {
    throw usageFailure(`${name} says how the bytes travel, and can't be set.`);
  }
  return [...before, [name, value.trimEnd()]];
}
