import { plansOf, type Env } from "../env.ts";
import { endpointOwner, touchEndpoints } from "../storage/endpoints.ts";
import { queueConfigure, toOutboxEntries } from "../storage/outbox.ts";
import { deliver, type HubUpdate } from "./outbox.ts";

/**
 * Sends a hub its settings, then retries a call that the hub answered with "unconfigured". That
 * answer is rare: either the call overtook the command that configures a new hub, or the hub's
 * storage was restored to an earlier time.
 *
 * @returns the result of the retry; null if there is no such endpoint
 */
export async function configureAndRetry<Result>(
  env: Env,
  endpointId: string,
  now: number,
  call: () => Promise<Result>,
): Promise<Result | null> {
  // If sending them fails, the retry gets "unconfigured" again.
  return (await sendSettings(env, endpointId, now)) ? call() : null;
}

/** Sends a hub its current settings. @returns false if there is no such endpoint */
export async function sendSettings(env: Env, endpointId: string, now: number): Promise<boolean> {
  const accountId = await endpointOwner(env.DB, endpointId);
  if (accountId === null) return false;
  const queue = queueConfigure(env.DB, plansOf(env), accountId, now, [endpointId]);
  await deliver(env, toOutboxEntries(await queue.all()));
  return true;
}

/**
 * Sends every hub of an account its current settings. The commands are queued in the same batch as
 * the change that affects the settings.
 *
 * @returns the result of the commands, and how many rows `change` changed
 */
export async function reconfigureHubs(
  env: Env,
  accountId: string,
  now: number,
  change?: D1PreparedStatement,
): Promise<HubUpdate & { changes: number }> {
  const results = await env.DB.batch([
    ...(change ? [change] : []),
    touchEndpoints(env.DB, accountId, now),
    queueConfigure(env.DB, plansOf(env), accountId, now),
  ]);
  const update = await deliver(env, toOutboxEntries(results.at(-1)));
  return { ...update, changes: results[0]?.meta.changes ?? 0 };
}
