import { MINUTE_MS } from "../../protocol/time-units.ts";
import type { Env } from "../env.ts";
import { isVersionRefusal, PREVIOUS_VERSION, VERSION } from "./contract/version.ts";
import type { EndpointHub } from "./endpoint-hub.ts";

export type HubStub = DurableObjectStub<EndpointHub>;

/** How long an isolate remembers that a hub runs the previous version. */
const REMEMBER_MS = MINUTE_MS;

/** How many hubs of the previous version an isolate remembers. */
const MAX_REMEMBERED = 10_000;

/** How often a call is made if the hub is reset each time, and the wait before each repetition. */
export const MAX_ATTEMPTS = 4;
const RETRY_MS = 50;

/** Until when a hub is assumed to run the previous version (Unix milliseconds). */
const previousUntil = new Map<string, number>();

/** A hub could not be called, or threw. Nothing is known about the fate of the call. */
export class HubError extends Error {
  override readonly name = "HubError";
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
  return callUpTo(MAX_ATTEMPTS, env, endpointId, call);
}

/** The same for a call that must not be repeated, such as one that sends a stream. */
export function callHubOnce<Result>(
  env: Env,
  endpointId: string,
  call: (hub: HubStub, version: number) => Promise<Result>,
): Promise<Result> {
  return callUpTo(1, env, endpointId, call);
}

async function callUpTo<Result>(
  maxAttempts: number,
  env: Env,
  endpointId: string,
  call: (hub: HubStub, version: number) => Promise<Result>,
): Promise<Result> {
  let version = versionOf(endpointId);
  for (let attempt = 1; ; attempt++) {
    try {
      return await call(env.HUB.getByName(endpointId), version);
    } catch (error) {
      if (version === VERSION && isVersionRefusal(error)) {
        version = PREVIOUS_VERSION;
        rememberPrevious(endpointId);
      } else if (attempt < maxAttempts && isReset(error)) {
        await scheduler.wait(RETRY_MS * attempt);
      } else {
        throw new HubError("The hub could not be called.", { cause: error });
      }
    }
  }
}

/** The version that a hub is assumed to run. */
function versionOf(endpointId: string): number {
  // Nearly always, no hub runs the previous version.
  if (previousUntil.size === 0) return VERSION;
  const until = previousUntil.get(endpointId);
  if (until === undefined) return VERSION;
  if (until > Date.now()) return PREVIOUS_VERSION;
  previousUntil.delete(endpointId);
  return VERSION;
}

function rememberPrevious(endpointId: string): void {
  if (previousUntil.size >= MAX_REMEMBERED) previousUntil.clear();
  previousUntil.set(endpointId, Date.now() + REMEMBER_MS);
}

/**
 * Whether the call ended because the hub was reset or out of reach. Repeating a call to an overloaded
 * hub would make that worse.
 * Source: developers.cloudflare.com/durable-objects/best-practices/error-handling
 */
function isReset(error: unknown): boolean {
  const { retryable, overloaded } = error as { retryable?: boolean; overloaded?: boolean };
  return retryable === true && overloaded !== true;
}
