import { plansOf, type Env } from "../env.ts";
import { endpointOwner, touchEndpoints } from "../storage/endpoints.ts";
import { queueConfigure, toOutboxEntries } from "../storage/outbox.ts";
import { deliver, type Delivery } from "./outbox.ts";

/**
 * Tells a hub that does not know itself what it is: the message of its creation has not arrived
 * yet, or its storage was restored from before. Off the hot path, for it happens once.
 *
 * @returns whether there is such an endpoint and its hub now knows
 */
export async function configureHub(env: Env, endpointId: string, now: number): Promise<boolean> {
  const accountId = await endpointOwner(env.DB, endpointId);
  if (accountId === null) return false;
  const queue = queueConfigure(env.DB, plansOf(env), accountId, now, endpointId);
  return (await deliver(env, toOutboxEntries(await queue.all()))).pending === 0;
}

/**
 * Tells every hub of an account what holds of its endpoint now, in one batch with the change
 * that makes it so.
 *
 * @returns the delivery, and how many rows the change changed
 */
export async function reconfigureHubs(
  env: Env,
  accountId: string,
  now: number,
  change?: D1PreparedStatement,
): Promise<Delivery & { changes: number }> {
  const results = await env.DB.batch([
    ...(change ? [change] : []),
    touchEndpoints(env.DB, accountId),
    queueConfigure(env.DB, plansOf(env), accountId, now),
  ]);
  const delivery = await deliver(env, toOutboxEntries(results.at(-1)));
  return { ...delivery, changes: results[0]?.meta.changes ?? 0 };
}
