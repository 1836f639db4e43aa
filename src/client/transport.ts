import type { Route } from "../protocol/route.ts";
import type { CallOptions, Send } from "./call.ts";
import { reachOf, readReply } from "./read-reply.ts";

/** As much of `fetch` as the library uses; every runtime's own fits. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export interface ClientOptions {
  /** Where HookNexus is, such as `https://hooks.example`; a path before its own may follow. */
  url: string;
  /**
   * An account token, or an API key for what keys may do. Left out where no call needs one, or
   * where a browser's session cookie says who is asking.
   */
  token?: string | undefined;
  /** In place of the global `fetch`: to go through a proxy, to log, to test. */
  fetch?: Fetch | undefined;
  /** Tells the server's owner who calls; a browser keeps its own. */
  userAgent?: string | undefined;
}

/**
 * Makes the one function that every call goes through.
 * @throws TypeError where `url` or `token` can't be one
 */
export function createSend(options: ClientOptions): Send {
  const base = checkedUrl(options.url);
  const { host } = new URL(base);
  const headers = commonHeaders(options);
  // The global one is looked up at each call: what replaces it later, as a tracer does, counts.
  const fetch = options.fetch ?? ((url, init) => globalThis.fetch(url, init));
  return async (route, given) => {
    const { params = {}, query = {} } = given;
    const url = base + fillPath(route.path, params) + toSearch(query);
    const init = toInit(route, given, headers);
    const reach = reachOf(host, given);
    return readReply(route, await reach(() => fetch(url, init)), reach);
  };
}

function checkedUrl(url: string): string {
  if (/^https?:\/\/./.test(url)) return url.replace(/\/+$/, "");
  throw new TypeError("url must begin with http:// or https://.");
}

function commonHeaders({ token, userAgent }: ClientOptions): Record<string, string> {
  // Here and not in `fetch`, whose own message would quote the token.
  if (token !== undefined && !/^[!-~]+$/.test(token)) {
    throw new TypeError("token must be one line of visible characters.");
  }
  return {
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    ...(userAgent === undefined ? {} : { "user-agent": userAgent }),
  };
}

function toInit(
  { method }: Route,
  { body, signal }: CallOptions & { body?: unknown },
  headers: Record<string, string>,
): RequestInit {
  const hasBody = body !== undefined;
  return {
    method,
    headers: hasBody ? { ...headers, "content-type": "application/json" } : headers,
    body: hasBody ? JSON.stringify(body) : null,
    signal: signal ?? null,
    // The API has no redirects, and a token must not follow one elsewhere.
    redirect: "manual",
  };
}

/*
 * A `..` is taken for a step upwards by every URL parser, escaped or not: as an id it would make
 * a call of another route, such as the deletion of an endpoint in place of a listener's.
 */
const NEVER_AN_ID = /^\.{0,2}$/;

function fillPath(path: string, params: Readonly<Record<string, string>>): string {
  return path.replaceAll(/:(\w+)/g, (_, name: string) => {
    const id = String(params[name]);
    if (NEVER_AN_ID.test(id)) throw new TypeError(`${name} must be an id.`);
    return encodeURIComponent(id);
  });
}

function toSearch(query: Readonly<Record<string, unknown>>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) search.set(name, String(value));
  }
  const text = search.toString();
  return text === "" ? "" : `?${text}`;
}
