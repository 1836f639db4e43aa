import type { Context } from "hono";
import type { Delivery } from "../domain/outbox.ts";

/**
 * Reports a change that hubs have to know. Replies 202 with `pending` if some hubs could not be
 * reached yet; the outbox retries them.
 *
 * @param whenDone fields that are known only once every hub was reached
 */
export function sendDelivery(
  c: Context,
  reply: Record<string, unknown>,
  { pending }: Pick<Delivery, "pending">,
  whenDone: Record<string, unknown> = {},
): Response {
  return pending === 0 ? c.json({ ...reply, ...whenDone }) : c.json({ ...reply, pending }, 202);
}

/** Reports a revoke. */
export function sendRevoked(c: Context, delivery: Delivery): Response {
  const whenDone = { closedConnections: delivery.closed };
  return sendDelivery(c, { revoked: true }, delivery, whenDone);
}
