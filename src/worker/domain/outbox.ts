import type { Env } from "../env.ts";
import { cachedRefusals } from "./cached-refusals.ts";
import { callHub } from "../hub/stub.ts";
import {
  listOutbox,
  parseCommand,
  postponeOutbox,
  removeFromOutbox,
  type OutboxEntry,
} from "../storage/outbox.ts";

/** How many hubs are called in parallel. */
const PARALLEL_CALLS = 50;

/** An invocation of a worker may make a thousand calls, including those to D1. */
const MAX_CALLS_PER_RUN = 800;

/** A hub that does not answer must not delay the caller. The outbox retries the command. */
const HUB_TIMEOUT_MS = 5_000;

/** The result of sending commands to hubs. */
export interface HubUpdate {
  /** How many sockets the hubs closed. */
  closed: number;
  /** How many commands are left in the outbox. */
  pending: number;
}

/** Delivers commands that have just been queued. A command that fails stays in the outbox. */
export async function deliver(env: Env, entries: readonly OutboxEntry[]): Promise<HubUpdate> {
  const { closed, failed } = await tryToDeliver(env, entries.slice(0, MAX_CALLS_PER_RUN));
  const untried = Math.max(0, entries.length - MAX_CALLS_PER_RUN);
  return { closed, pending: failed.length + untried };
}

/** Delivers the commands that are left in the outbox. Called by the cron trigger. */
export async function deliverLeftovers(env: Env): Promise<HubUpdate> {
  const entries = await listOutbox(env.DB, MAX_CALLS_PER_RUN);
  const { closed, failed } = await tryToDeliver(env, entries);
  await postponeOutbox(env.DB, failed);
  return { closed, pending: failed.length };
}

async function tryToDeliver(env: Env, entries: readonly OutboxEntry[]) {
  let closed = 0;
  const delivered: number[] = [];
  const failed: number[] = [];
  for (let at = 0; at < entries.length; at += PARALLEL_CALLS) {
    const slice = entries.slice(at, at + PARALLEL_CALLS);
    const outcomes = await Promise.allSettled(slice.map((entry) => deliverOne(env, entry)));
    outcomes.forEach((outcome, index) => {
      const id = slice[index]?.id;
      if (id === undefined) return;
      if (outcome.status === "rejected") failed.push(id);
      else delivered.push(id);
      if (outcome.status === "fulfilled") closed += outcome.value.closed;
    });
  }
  if (failed.length > 0) console.warn(`outbox: ${failed.length} commands could not be delivered`);
  await forget(env, delivered);
  return { closed, failed };
}

/** Only logs a failure. The commands are then delivered again, and repeating them is harmless. */
async function forget(env: Env, delivered: readonly number[]): Promise<void> {
  try {
    await removeFromOutbox(env.DB, delivered);
  } catch (error) {
    console.warn("outbox: delivered commands could not be removed", error);
  }
}

async function deliverOne(env: Env, entry: OutboxEntry): Promise<{ closed: number }> {
  const timeout = scheduler.wait(HUB_TIMEOUT_MS).then(() => {
    throw new Error("The hub did not answer in time.");
  });
  return Promise.race([call(env, entry), timeout]);
}

async function call(env: Env, entry: OutboxEntry): Promise<{ closed: number }> {
  const command = parseCommand(entry);
  if (command.type !== "close_account") {
    const result = await callHub(env, entry.targetId, (hub, version) =>
      hub.apply(command, version),
    );
    cachedRefusals.forget(entry.targetId, Date.now());
    return result;
  }
  await env.ALLOWANCE.getByName(entry.targetId).close();
  return { closed: 0 };
}
