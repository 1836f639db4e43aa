import type { Context } from "hono";
import type { Delivery } from "../domain/outbox.ts";

/** Says what came of a revoke: 202 where a hub could not be reached yet, and will be. */
export function sendRevoked(c: Context, { closed, pending }: Delivery) {
  if (pending > 0) return c.json({ revoked: true, pending }, 202);
  return c.json({ revoked: true, closedConnections: closed });
}
