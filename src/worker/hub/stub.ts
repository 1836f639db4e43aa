import { MINUTE_MS } from "../../protocol/time-units.ts";
import type { Env } from "../env.ts";
import { isVersionRefusal, PREVIOUS_VERSION, VERSION } from "./contract/version.ts";

export type HubStub = ReturnType<Env["HUB"]["getByName"]>;
type AccountStub = ReturnType<Env["ALLOWANCE"]["getByName"]>;

/** How long an isolate remembers that an object runs the previous version. */
const REMEMBER_MS = MINUTE_MS;

/** How many objects of the previous version an isolate remembers. */
const MAX_REMEMBERED = 10_000;

/** How many times a call is made if the object is reset each time, and the wait before the next. */
export const MAX_ATTEMPTS = 4;
const RETRY_MS = 50;

/** Until when an object is assumed to run the previous version (Unix milliseconds), by its name. */
const previousUntil = new Map<string, number>();

/** A hub or an account's object could not be called, or threw. The call may have taken effect. */
export class HubError extends Error {
  override readonly name = "HubError";
}

/** Whether an object refused a call because its version has nothing like it. Nothing was done. */
export function isNotSpoken(error: unknown): boolean {
  return error instanceof HubError && isVersionRefusal(error.cause);
}

/**
 * Calls the hub of an endpoint, in this version or, if the hub refuses that, in the previous one. A
 * call that ends because the hub is reset is repeated, so pass only calls that may be repeated; see
 * `callHubOnce`.
 *
 * Pass only an id that is known to be ours: any call creates a database file, even if it touches no
 * storage.
 *
 * @param call makes the call; each attempt needs a stub of its own
 * @throws HubError
 */
export function callHub<Result>(
  env: Env,
  endpointId: string,
  call: (hub: HubStub, version: number) => Promise<Result>,
): Promise<Result> {
  return callUpTo(MAX_ATTEMPTS, endpointId, () => env.HUB.getByName(endpointId), call);
}

/** The same for a call that must not be repeated, such as one that sends a stream. */
export function callHubOnce<Result>(
  env: Env,
  endpointId: string,
  call: (hub: HubStub, version: number) => Promise<Result>,
): Promise<Result> {
  return callUpTo(1, endpointId, () => env.HUB.getByName(endpointId), call);
}

/**
 * Calls the object of an account. As with `callHub`, pass only calls that may be repeated, and an id
 * that is known to be ours.
 *
 * @throws HubError
 */
export function callAccount<Result>(
  env: Env,
  accountId: string,
  call: (account: AccountStub, version: number) => Promise<Result>,
): Promise<Result> {
  return callUpTo(MAX_ATTEMPTS, accountId, () => env.ALLOWANCE.getByName(accountId), call);
}

/** The same for a call that must not be repeated, such as one that changes a count. */
export function callAccountOnce<Result>(
  env: Env,
  accountId: string,
  call: (account: AccountStub, version: number) => Promise<Result>,
): Promise<Result> {
  return callUpTo(1, accountId, () => env.ALLOWANCE.getByName(accountId), call);
}

/** @param name the object's name. Names of hubs and accounts are UUIDs, so they are never the same */
async function callUpTo<Stub, Result>(
  maxAttempts: number,
  name: string,
  newStub: () => Stub,
  call: (object: Stub, version: number) => Promise<Result>,
): Promise<Result> {
  let version = versionOf(name);
  for (let attempt = 1; ; attempt++) {
    try {
      return await call(newStub(), version);
    } catch (error) {
      if (version === VERSION && isVersionRefusal(error)) {
        version = PREVIOUS_VERSION;
        rememberPrevious(name);
      } else if (attempt < maxAttempts && isReset(error)) {
        await scheduler.wait(RETRY_MS * attempt);
      } else {
        throw new HubError("An object could not be called.", { cause: error });
      }
    }
  }
}

/** The version that an object is assumed to run. */
function versionOf(name: string): number {
  // Nearly always, no object runs the previous version.
  if (previousUntil.size === 0) return VERSION;
  const until = previousUntil.get(name);
  if (until === undefined) return VERSION;
  if (until > Date.now()) return PREVIOUS_VERSION;
  previousUntil.delete(name);
  return VERSION;
}

function rememberPrevious(name: string): void {
  if (previousUntil.size >= MAX_REMEMBERED) previousUntil.clear();
  previousUntil.set(name, Date.now() + REMEMBER_MS);
}

/**
 * Whether the call ended because the object was reset or out of reach. Repeating a call to an
 * overloaded object would make that worse.
 * Source: developers.cloudflare.com/durable-objects/best-practices/error-handling
 */
function isReset(error: unknown): boolean {
  const { retryable, overloaded } = error as { retryable?: boolean; overloaded?: boolean };
  return retryable === true && overloaded !== true;
}
