import type { MiddlewareHandler } from "hono";
import type { AppContext } from "../app-context.ts";
import { publicUrl } from "../env.ts";

const HOST_NAMES = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** Whether an origin is plain HTTP to this very machine, where there is nobody to listen in. */
export function isLoopback(origin: string): boolean {
  const url = new URL(origin);
  return url.protocol === "http:" && HOST_NAMES.has(url.hostname);
}

/**
 * Sends who typed `localhost` to the spelling that PUBLIC_URL has: to a browser they are two
 * sites, and the forms of the one would be refused by the other.
 */
export const oneLoopback: MiddlewareHandler<AppContext> = async (c, next) => {
  const asked = new URL(c.req.url);
  const ours = new URL(publicUrl(c.env, c.req.raw));
  const isOther = asked.hostname !== ours.hostname && asked.port === ours.port;
  if (!isOther || !isLoopback(asked.origin) || !isLoopback(ours.origin)) return next();
  return c.redirect(ours.origin + asked.pathname + asked.search, 302);
};
