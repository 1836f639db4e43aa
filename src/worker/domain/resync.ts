import { plansOf, type Env } from "../env.ts";
import { endpointSettings, isExpired } from "../hub/contract/commands.ts";
import type { HubCondition } from "../hub/contract/results.ts";
import { callAccount, callHub } from "../hub/stub.ts";
import { forgetAccount } from "../storage/delete-account.ts";
import { queueConfigure, queueRevokeInvalid, toOutboxEntries } from "../storage/outbox.ts";
import { markRestored } from "../storage/pulse.ts";
import * as storage from "../storage/resync.ts";
import { AppError } from "./app-error.ts";
import { deliver } from "./outbox.ts";
import { endRestore } from "./pulse.ts";

/*
 * After the database was restored to an earlier time, it lacks what happened since. The objects know:
 * an account's object knows which credentials have ended and which endpoints exist, a hub knows its
 * revision, its deletion and its sockets. A run walks through all accounts, compares, and makes the
 * database agree. It can be repeated at any time, and sends every hub its current settings.
 */

/** How many accounts and endpoints one step compares, so that it stays within the platform's limits. */
const STEP = 100;

/** How many hubs are called in parallel. */
const PARALLEL_CALLS = 20;

/** Where the next step of a run begins. */
interface Position {
  /** The account that is compared; "" before the first one. */
  accountId: string;
  /** The last endpoint that was compared; "" if the next step begins with the next account. */
  endpointId: string;
  /** How many objects could not be reached so far. */
  pending: number;
}

/** The result of a step. */
export interface ResyncStep {
  /** How many were compared in this step. */
  accounts: number;
  endpoints: number;
  /** How many objects could not be reached in this run, or still have to get their settings. */
  pending: number;
  /** The cursor of the next step; null if the run is over. */
  next: string | null;
}

/** Makes a step of a run. @param cursor `next` of the step before; undefined begins a run */
export async function resync(
  env: Env,
  cursor: string | undefined,
  now: number,
): Promise<ResyncStep> {
  const at = cursor === undefined ? { accountId: "", endpointId: "", pending: 0 } : parse(cursor);
  if (cursor === undefined) await markRestored(env.DB, now);
  const step = { accounts: 0, endpoints: 0 };
  while (step.accounts + step.endpoints < STEP) {
    if (at.endpointId === "") {
      const accountId = await storage.nextAccountId(env.DB, at.accountId);
      if (accountId === null) {
        if (at.pending === 0) await endRestore(env, now);
        return { ...step, pending: at.pending, next: null };
      }
      at.accountId = accountId;
      step.accounts += 1;
      if (!(await resyncAccount(env, at, now))) continue;
    }
    step.endpoints += await resyncEndpoints(env, at, STEP - step.endpoints, now);
  }
  return { ...step, pending: at.pending, next: format(at) };
}

const CURSOR = /^([\da-f-]{36})\.([\da-f-]{36})?\.(\d{1,15})$/;

function parse(cursor: string): Position {
  const [, accountId, endpointId = "", pending] = CURSOR.exec(cursor) ?? [];
  if (accountId !== undefined) return { accountId, endpointId, pending: Number(pending) };
  const sentence = "cursor: must be `next` of the previous reply. Leave it out to begin a new run.";
  throw new AppError("invalid_field", { field: "cursor" }, sentence);
}

function format({ accountId, endpointId, pending }: Position): string {
  return `${accountId}.${endpointId}.${pending}`;
}

/**
 * Replays what the account's object has noted.
 * @returns whether the account's endpoints are to be compared
 */
async function resyncAccount(env: Env, at: Position, now: number): Promise<boolean> {
  const { accountId } = at;
  const readPage = (after: string | null) =>
    callAccount(env, accountId, (account, version) => account.journal(after, version));
  try {
    for (let after: string | null = null; ;) {
      const page = await readPage(after);
      if (page.isClosed) {
        // It was deleted after the time to which the database was restored.
        const commands = await forgetAccount(env.DB, accountId, now);
        at.pending += (await deliver(env, commands ?? [])).pending;
        return false;
      }
      await storage.endCredentials(env.DB, accountId, page.ended, now);
      await findLostEndpoints(env, at, page.endpoints, now);
      after = page.next;
      if (after === null) return true;
    }
  } catch (error) {
    console.warn("resync: an account could not be compared", error);
    at.pending += 1;
    return true;
  }
}

/** Inserts endpoints that were created after the time to which the database was restored. */
async function findLostEndpoints(
  env: Env,
  at: Position,
  noted: readonly { endpointId: string; at: number }[],
  now: number,
): Promise<void> {
  const times = new Map(noted.map(({ endpointId, at: time }) => [endpointId, time]));
  const missing = await storage.missingEndpoints(env.DB, [...times.keys()]);
  const hubs = await conditionsOf(env, at, missing);
  const found = hubs.flatMap(({ id, revision, settings, storedCount }) => {
    const parsed = endpointSettings.safeParse(JSON.parse(settings ?? "null"));
    if (settings === null || parsed.data?.accountId !== at.accountId) return [];
    const isOver = isExpired(parsed.data, now) && storedCount === 0;
    return isOver ? [] : [{ id, revision, settings, createdAt: times.get(id) ?? now }];
  });
  const inserts = found.map((one) => storage.insertFoundEndpoint(env.DB, at.accountId, one, now));
  if (inserts.length > 0) await env.DB.batch(inserts);
  const foundIds = new Set(found.map(({ id }) => id));
  const gone = hubs.map(({ id }) => id).filter((id) => !foundIds.has(id));
  if (gone.length === 0) return;
  await callAccount<void>(env, at.accountId, (account, version) =>
    account.forgetEndpoints(gone, version),
  );
}

/** Compares the account's next endpoints, at most `limit`. Resolves to how many. */
async function resyncEndpoints(
  env: Env,
  at: Position,
  limit: number,
  now: number,
): Promise<number> {
  const { accountId } = at;
  const ids = await storage.endpointIdsAfter(env.DB, accountId, at.endpointId, limit);
  at.endpointId = ids.length < limit ? "" : (ids.at(-1) ?? "");
  if (ids.length === 0) return 0;
  const hubs = await conditionsOf(env, at, ids);
  const deleted = hubs.filter(({ is }) => is === "deleted").map(({ id }) => id);
  const kept = hubs.filter(({ is }) => is !== "deleted");
  const listening = kept.filter(({ credentialIds }) => credentialIds.length > 0);
  const results = await env.DB.batch([
    storage.removeEndpoints(env.DB, accountId, deleted),
    storage.raiseRevisions(env.DB, accountId, kept, now),
    queueConfigure(
      env.DB,
      plansOf(env),
      accountId,
      now,
      kept.map(({ id }) => id),
    ),
    // Before the query for invalid ones: a revoke in between finds the record.
    ...listening.map((hub) =>
      storage.recordSockets(env.DB, accountId, hub.id, hub.credentialIds, now),
    ),
    ...listening.map((hub) =>
      queueRevokeInvalid(env.DB, accountId, hub.id, hub.credentialIds, now),
    ),
  ]);
  at.pending += (await deliver(env, results.flatMap(toOutboxEntries))).pending;
  return ids.length;
}

/** Asks hubs for their conditions. Leaves out those that can't be reached, and counts them. */
async function conditionsOf(env: Env, at: Position, ids: readonly string[]) {
  const conditions: (HubCondition & { id: string })[] = [];
  for (let from = 0; from < ids.length; from += PARALLEL_CALLS) {
    const slice = ids.slice(from, from + PARALLEL_CALLS).map(async (id) => {
      const condition = await callHub(env, id, (hub, version) => hub.condition(version));
      conditions.push({ ...condition, id });
    });
    const failures = (await Promise.allSettled(slice)).filter(
      ({ status }) => status !== "fulfilled",
    );
    at.pending += failures.length;
  }
  return conditions;
}
