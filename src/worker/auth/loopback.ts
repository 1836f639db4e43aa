import type { MiddlewareHandler } from "hono";
import type { AppContext } from "../app-context.ts";
import { publicUrl } from "../env.ts";

const HOST_NAMES = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** Whether an origin is plain HTTP on the loopback interface, where nobody can eavesdrop. */
export function isLoopback(origin: string): boolean {
  const url = new URL(origin);
  return url.protocol === "http:" && HOST_NAMES.has(url.hostname);
}

/**
 * Redirects a loopback host to the one in PUBLIC_URL, for example `localhost` to `127.0.0.1`. To a
 * browser they are two sites, and one would refuse the forms of the other.
 */
export const redirectLoopback: MiddlewareHandler<AppContext> = async (c, next) => {
  const requested = new URL(c.req.url);
  const ours = new URL(publicUrl(c.env, c.req.raw));
  const isOtherHost = requested.hostname !== ours.hostname && requested.port === ours.port;
  if (!isOtherHost || !isLoopback(requested.origin) || !isLoopback(ours.origin)) return next();
  return c.redirect(ours.origin + requested.pathname + requested.search, 302);
};
