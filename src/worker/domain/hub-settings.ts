import { plansOf, type Env } from "../env.ts";
import { endpointOwner, touchEndpoints } from "../storage/endpoints.ts";
import { queueConfigure, toOutboxEntries } from "../storage/outbox.ts";
import { deliver, type Delivery } from "./outbox.ts";

/**
 * Tells a hub that does not know itself what it is: the message of its creation has not arrived
 * yet, or its storage was restored from before. Off the hot path, for it happens once.
 *
 * @returns "unknown" where there is no such endpoint
 */
export async function configureHub(
  env: Env,
  endpointId: string,
  now: number,
): Promise<"configured" | "unreachable" | "unknown"> {
  const accountId = await endpointOwner(env.DB, endpointId);
  if (accountId === null) return "unknown";
  const queue = queueConfigure(env.DB, plansOf(env), accountId, now, endpointId);
  const { pending } = await deliver(env, toOutboxEntries(await queue.all()));
  return pending === 0 ? "configured" : "unreachable";
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
