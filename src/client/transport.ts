import type { Route } from "../protocol/route.ts";
import type { CallOptions, Send } from "./call.ts";
import { networkCaller, readReply } from "./read-reply.ts";

/** The part of `fetch` that the library uses. The `fetch` of any runtime has it. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export interface ClientOptions {
  /** The server's URL, such as `https://hooks.example`. It may include a path prefix. */
  url: string;
  /**
   * An account token, or an API key for the calls that accept keys. Omit it for calls without
   * authentication, or in a browser that has a session cookie.
   */
  token?: string | undefined;
  /** Replaces the global `fetch`, for example to use a proxy, to log or to test. */
  fetch?: Fetch | undefined;
  /** The `user-agent` header. Browsers ignore it and send their own. */
  userAgent?: string | undefined;
}

/**
 * Creates the function that makes every call.
 * @throws TypeError if `url` or `token` is malformed
 */
export function createSend(options: ClientOptions): Send {
  const base = checkedUrl(options.url);
  const { host } = new URL(base);
  const headers = commonHeaders(options);
  // Looked up on each call, so that a later replacement, such as a tracer's, takes effect.
  const fetch = options.fetch ?? ((url, init) => globalThis.fetch(url, init));
  return async (route, input) => {
    const { params = {}, query = {} } = input;
    const url = base + fillPath(route.path, params) + toSearch(query);
    const init = toInit(route, input, headers);
    const callNetwork = networkCaller(host, input);
    return readReply(route, await callNetwork(() => fetch(url, init)), callNetwork);
  };
}

function checkedUrl(url: string): string {
  if (/^https?:\/\/./.test(url)) return url.replace(/\/+$/, "");
  throw new TypeError("url must begin with http:// or https://.");
}

function commonHeaders({ token, userAgent }: ClientOptions): Record<string, string> {
  // Checked here because the error message of `fetch` would quote the token.
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
    // The API never redirects. Following a redirect could send the token to another server.
    redirect: "manual",
  };
}

/*
 * URL parsers resolve `..` as the parent folder, even if it is percent-encoded. As an id it would
 * call another route, for example delete an endpoint instead of disconnecting a listener.
 */
const UNSAFE_ID = /^\.{0,2}$/;

function fillPath(path: string, params: Readonly<Record<string, string>>): string {
  return path.replaceAll(/:(\w+)/g, (_, name: string) => {
    const id = String(params[name]);
    if (UNSAFE_ID.test(id)) throw new TypeError(`${name} must be an id.`);
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
