import type { Env } from "../env.ts";
import { endpointOwner } from "../storage/endpoints.ts";
import { queueConfigure, toOutboxEntries } from "../storage/outbox.ts";
import { deliver } from "./outbox.ts";

/**
 * Tells a hub that does not know itself what it is: the message of its creation has not arrived
 * yet, or its storage was restored from before. Off the hot path, for it happens once.
 *
 * @returns whether there is such an endpoint and its hub now knows
 */
export async function configureHub(env: Env, endpointId: string, now: number): Promise<boolean> {
  const accountId = await endpointOwner(env.DB, endpointId);
  if (accountId === null) return false;
  const queued = await queueConfigure(env.DB, accountId, now, endpointId).all();
  return (await deliver(env, toOutboxEntries(queued))).pending === 0;
}
