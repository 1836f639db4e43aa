import { plansOf, type Env } from "../env.ts";
import { endpointOwner, touchEndpoints } from "../storage/endpoints.ts";
import { queueConfigure, toOutboxEntries } from "../storage/outbox.ts";
import { deliver, type Delivery } from "./outbox.ts";

/**
 * Sends a hub its settings, then makes a call again that the hub answered with "unconfigured".
 * This happens once in a hub's life: when a webhook or a listener arrives before the message of
 * the endpoint's creation, or after the hub's storage was restored from an earlier time.
 *
 * @returns the result of the call; null if there is no such endpoint
 */
export async function configureAndRetry<Result>(
  env: Env,
  endpointId: string,
  now: number,
  call: () => Promise<Result>,
): Promise<Result | null> {
  const accountId = await endpointOwner(env.DB, endpointId);
  if (accountId === null) return null;
  const queue = queueConfigure(env.DB, plansOf(env), accountId, now, endpointId);
  // If the delivery fails, the call finds the hub still unconfigured and says so.
  await deliver(env, toOutboxEntries(await queue.all()));
  return call();
}

/**
 * Sends every hub of an account its current settings, in one batch with the change that affects
 * them.
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
