import { usageFailure } from "../failure.ts";

type Pair = readonly [name: string, value: string];

/**
 * Headers that belong to the sender's connection and not to the webhook. RFC 9110 7.6.1 names the
 * first six. `host` and `content-length` are set again; `expect` was answered on arrival.
 */
const CONNECTION_HEADERS = new Set([
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

export interface HeadersInput {
  rawHeaders: readonly Pair[];
  /** From `-H`. Each replaces all headers of the same name. */
  extra: readonly Pair[];
  /** The target's `host` header. */
  host: string;
  /** Bytes of the body. */
  size: number;
}

/** The headers for node:http: alternating names and values, in the order of arrival. */
export function forwardedHeaders({ rawHeaders, extra, host, size }: HeadersInput): string[] {
  const replaced = new Set(extra.map(([name]) => name.toLowerCase()));
  const dropped = new Set([...CONNECTION_HEADERS, ...namedByConnection(rawHeaders), ...replaced]);
  const kept = rawHeaders.filter(([name]) => !dropped.has(name.toLowerCase()));
  const hosts: Pair[] = replaced.has("host") ? [] : [["host", host]];
  const lengths: Pair[] = hasBody(rawHeaders, size) ? [["content-length", String(size)]] : [];
  return [...hosts, ...kept, ...extra, ...lengths].flatMap(([name, value]) => [
    name,
    toWire(value),
  ]);
}

/** The runtime decodes values as UTF-8, but node:http writes each character as one byte. */
function toWire(value: string): string {
  return Buffer.from(value, "utf8").toString("latin1");
}

/** RFC 9110 7.6.1: `connection` names further headers for this hop only. */
function namedByConnection(rawHeaders: readonly Pair[]): string[] {
  return rawHeaders
    .filter(([name]) => name === "connection")
    .flatMap(([, value]) => value.split(",").map((name) => name.trim().toLowerCase()));
}

/** A request without a body is forwarded without one, not with an empty one. */
function hasBody(rawHeaders: readonly Pair[], size: number): boolean {
  const framing = new Set(["content-length", "transfer-encoding"]);
  return size > 0 || rawHeaders.some(([name]) => framing.has(name));
}

/** RFC 9110 5.1 and 5.5: a name is a token, a value has no control character. */
const HEADER = /^([!#$%&'*+.^_`|~0-9a-z-]+):[ \t]*((?:\t|\P{Cc})*)$/iu;
const FRAMING = new Set(["content-length", "transfer-encoding", "connection"]);

/** Parses one `-H 'name: value'` and adds it to the previous ones. */
export function parseHeader(text: string, previous: readonly Pair[] = []): Pair[] {
  const [, name = "", value = ""] = HEADER.exec(text) ?? [];
  if (name === "") {
    throw usageFailure(`"${text}" is not a valid header.`, "Use the form -H 'name: value'.");
  }
  if (FRAMING.has(name.toLowerCase())) {
    throw usageFailure(`The ${name} header belongs to the connection and can't be set.`);
  }
  return [...previous, [name, value.trimEnd()]];
}
