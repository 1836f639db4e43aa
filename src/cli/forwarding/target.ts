import { usageFailure } from "../failure.ts";

/** Where requests are forwarded to. */
export interface Target {
  /** The whole URL, normalised. */
  url: string;
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
 * Parses `--to`: a URL, or a port on this machine.
 * @throws Failure if it is not valid, or leads to another machine without `--allow-external`
 */
export function parseTarget(text: string, isExternalAllowed: boolean): Target {
  const url = toUrl(text);
  if (!isExternalAllowed && !isLoopback(url.hostname)) {
    throw usageFailure(
      `${url.host} is not this machine, so your webhooks would leave it.`,
      "Add --allow-external if you mean it.",
    );
  }
  const isSecure = url.protocol === "https:";
  return {
    url: url.href,
    isSecure,
    // node:http expects IPv6 addresses without brackets.
    hostname: url.hostname.replace(/^\[|\]$/g, ""),
    port: Number(url.port) || (isSecure ? HTTPS_PORT : HTTP_PORT),
    host: url.host,
    path: url.pathname,
    query: url.search.slice(1),
  };
}

function toUrl(text: string): URL {
  const hostAndPath = /^\d+$/.test(text) ? `localhost:${text}` : text;
  const whole = /^[a-z][a-z0-9+.-]*:\/\//i.test(hostAndPath)
    ? hostAndPath
    : `http://${hostAndPath}`;
  const url = URL.canParse(whole) ? new URL(whole) : null;
  if (!url || !["http:", "https:"].includes(url.protocol)) {
    throw usageFailure(
      `"${text}" is not a valid URL to forward to.`,
      "Use a URL such as http://localhost:3000/webhooks, or a port such as 3000.",
    );
  }
  if (url.username || url.password) {
    throw usageFailure(
      "The URL must not contain a user name or password.",
      "Use -H 'authorization: …' instead.",
    );
  }
  return url;
}

/** RFC 6761 6.3: `localhost` and all its subdomains are this machine. */
function isLoopback(hostname: string): boolean {
  const isName = hostname === "localhost" || hostname.endsWith(".localhost");
  return isName || hostname === "[::1]" || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/**
 * Path and query at the target. They are concatenated as text because the URL class would resolve,
 * encode or drop parts of what was sent.
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
