import type { Context } from "hono";
import type { HubUpdate } from "../domain/outbox.ts";

/**
 * Replies to a call whose change was sent to hubs: 200, or 202 with `pending` if some hubs could
 * not be reached yet. The outbox retries those.
 *
 * @param whenDone fields that are sent only if all hubs were reached
 */
export function sendHubUpdate(
  c: Context,
  reply: Record<string, unknown>,
  { pending }: Pick<HubUpdate, "pending">,
  whenDone: Record<string, unknown> = {},
): Response {
  return pending === 0 ? c.json({ ...reply, ...whenDone }) : c.json({ ...reply, pending }, 202);
}

/** Replies to a revoke. */
export function sendRevoked(c: Context, update: HubUpdate): Response {
  const whenDone = { closedConnections: update.closed };
  return sendHubUpdate(c, { revoked: true }, update, whenDone);
}
