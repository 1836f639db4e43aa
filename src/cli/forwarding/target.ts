import { usageFailure } from "../failure.ts";

/** Where requests are forwarded to. */
export interface Target {
  /** All of it, however it was spelt. */
  address: string;
  isSecure: boolean;
  hostname: string;
  port: number;
  /** For the `host` header. */
  host: string;
  path: string;
  /** Without the `?`. */
  query: string;
}

const HTTP_PORT = 80;
const HTTPS_PORT = 443;

/**
 * Reads `--to`: an address, or a mere port of this machine.
 * @throws Failure where it is none, or leads off this machine and that was not allowed
 */
export function parseTarget(text: string, isExternalAllowed: boolean): Target {
  const url = toUrl(text);
  if (!isExternalAllowed && !isLoopback(url.hostname)) {
    throw usageFailure(
      `${url.host} is not this machine: what you receive would leave it.`,
      "Say --allow-external where that is meant.",
    );
  }
  const isSecure = url.protocol === "https:";
  return {
    address: url.href,
    isSecure,
    // node:http takes an IPv6 address without its brackets.
    hostname: url.hostname.replace(/^\[|\]$/g, ""),
    port: Number(url.port) || (isSecure ? HTTPS_PORT : HTTP_PORT),
    host: url.host,
    path: url.pathname,
    query: url.search.slice(1),
  };
}

function toUrl(text: string): URL {
  const address = /^\d+$/.test(text) ? `localhost:${text}` : text;
  const whole = /^[a-z][a-z0-9+.-]*:\/\//i.test(address) ? address : `http://${address}`;
  const url = URL.canParse(whole) ? new URL(whole) : null;
  if (!url || !["http:", "https:"].includes(url.protocol)) {
    throw usageFailure(
      `"${text}" is no address to forward to.`,
      "Give one such as http://localhost:3000/webhooks.",
    );
  }
  if (url.username || url.password) {
    throw usageFailure(
      "A name and password in the address would be seen by others.",
      "Say -H 'authorization: …' in their place.",
    );
  }
  return url;
}

/** RFC 6761 6.3 keeps `localhost` and all below it on this machine. */
function isLoopback(hostname: string): boolean {
  const isName = hostname === "localhost" || hostname.endsWith(".localhost");
  return isName || hostname === "[::1]" || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/**
 * Path and query at the target. Both are put together as texts: a URL would resolve, encode or
 * drop some of what was sent.
 */
export function pathAt(
  target: Target,
  request: { path: string; rawQuery: string; endpointId: string },
  isPathPreserved: boolean,
): string {
  const rest = isPathPreserved ? request.path.slice(`/h/${request.endpointId}`.length) : "";
  const path = rest === "" ? target.path : target.path.replace(/\/$/, "") + rest;
  const query = [target.query, request.rawQuery].filter((text) => text !== "").join("&");
  return query === "" ? path : `${path}?${query}`;
}
