import type { Env } from "../env.ts";
import { callAccount, callHub, isNotSpoken, MAX_ATTEMPTS } from "../hub/stub.ts";
import { cachedRefusals } from "./cached-refusals.ts";
import {
  listOutbox,
  parseCommand,
  postponeOutbox,
  removeFromOutbox,
  type AccountCommand,
  type OutboxEntry,
} from "../storage/outbox.ts";

/** How many hubs are called in parallel. */
const PARALLEL_CALLS = 50;

/**
 * An invocation of a worker may make 10,000 calls, including those to D1. A hub that fails takes
 * MAX_ATTEMPTS of them.
 * Source: developers.cloudflare.com/workers/platform/limits
 */
const MAX_CALLS_PER_RUN = 9_000;

/**
 * How many commands are delivered before they are removed from the outbox. The first round fits the
 * free plan, which allows 50 calls. Later rounds may fail there, but each run makes progress.
 */
const FIRST_ROUND = 40;
const ROUND = 500;

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
  const most = Math.floor(MAX_CALLS_PER_RUN / MAX_ATTEMPTS);
  const { closed, failed } = await tryToDeliver(env, entries.slice(0, most));
  return { closed, pending: failed.length + Math.max(0, entries.length - most) };
}

/**
 * Delivers the commands that are left in the outbox, in rounds, until the invocation has made as many
 * calls as it may. Tries each command once. Called by the cron trigger.
 */
export async function deliverLeftovers(env: Env): Promise<HubUpdate> {
  const left: number[] = [];
  let [closed, pending, calls, last] = [0, 0, 0, 0];
  for (let round = FIRST_ROUND; calls + round * MAX_ATTEMPTS <= MAX_CALLS_PER_RUN; round = ROUND) {
    const entries = await listOutbox(env.DB, last, round);
    const outcome = await tryToDeliver(env, entries);
    left.push(...outcome.failed, ...outcome.kept);
    closed += outcome.closed;
    pending += outcome.failed.length;
    // Besides the commands: reading the round, and removing it.
    calls += entries.length + outcome.failed.length * (MAX_ATTEMPTS - 1) + 2;
    last = entries.at(-1)?.id ?? last;
    if (entries.length < round) break;
  }
  await postponeOutbox(env.DB, left);
  return { closed, pending };
}

/** The outcomes of some entries, by their ids. */
interface Outcomes {
  closed: number;
  delivered: number[];
  failed: number[];
  /** Notes that the account's object can't take yet, because it runs the previous version. */
  kept: number[];
}

async function tryToDeliver(env: Env, entries: readonly OutboxEntry[]): Promise<Outcomes> {
  const outcomes: Outcomes = { closed: 0, delivered: [], failed: [], kept: [] };
  for (let at = 0; at < entries.length; at += PARALLEL_CALLS) {
    const slice = entries.slice(at, at + PARALLEL_CALLS);
    await Promise.all(slice.map((entry) => deliverOne(env, entry, outcomes)));
  }
  const { failed, delivered } = outcomes;
  if (failed.length > 0) console.warn(`outbox: ${failed.length} commands could not be delivered`);
  await forget(env, delivered);
  return outcomes;
}

/** Only logs a failure. The commands are then delivered again, and repeating them is harmless. */
async function forget(env: Env, delivered: readonly number[]): Promise<void> {
  try {
    await removeFromOutbox(env.DB, delivered);
  } catch (error) {
    console.warn("outbox: delivered commands could not be removed", error);
  }
}

async function deliverOne(env: Env, entry: OutboxEntry, outcomes: Outcomes): Promise<void> {
  const timeout = scheduler.wait(HUB_TIMEOUT_MS).then(() => {
    throw new Error("The hub did not answer in time.");
  });
  try {
    const closed = await Promise.race([call(env, entry), timeout]);
    outcomes.closed += closed;
    outcomes.delivered.push(entry.id);
  } catch (error) {
    const { kept, failed } = outcomes;
    (isNotSpoken(error) ? kept : failed).push(entry.id);
  }
}

/** Resolves to how many sockets the command closed. */
async function call(env: Env, { targetId, command: json }: OutboxEntry): Promise<number> {
  const command = parseCommand(json);
  if (command.type === "close_account" || command.type === "credential_ended") {
    await sendToAccount(env, targetId, command);
    return 0;
  }
  const { closed } = await callHub(env, targetId, (hub, version) => hub.apply(command, version));
  cachedRefusals.forget(targetId);
  return closed;
}

function sendToAccount(env: Env, accountId: string, command: AccountCommand): Promise<void> {
  return callAccount<void>(env, accountId, (account, version) =>
    command.type === "close_account"
      ? account.close(version)
      : account.noteEnd(command.credentialId, command.at, version),
  );
}
