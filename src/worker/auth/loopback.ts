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
 * Redirects `localhost` and `127.0.0.1` to the one that PUBLIC_URL names. To a browser they are two
 * sites, and one would refuse the forms of the other.
 */
export const oneLoopback: MiddlewareHandler<AppContext> = async (c, next) => {
  const asked = new URL(c.req.url);
  const ours = new URL(publicUrl(c.env, c.req.raw));
  const isOther = asked.hostname !== ours.hostname && asked.port === ours.port;
  if (!isOther || !isLoopback(asked.origin) || !isLoopback(ours.origin)) return next();
  return c.redirect(ours.origin + asked.pathname + asked.search, 302);
};
