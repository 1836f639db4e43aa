import { env } from "cloudflare:workers";
import { createClient, type HookNexus } from "../../../src/client/index.ts";
import type { Env } from "../../../src/worker/env.ts";
import { callAndSettle } from "./browser.ts";
import { ORIGIN, pathOf } from "./world.ts";

const unreachable = () => Promise.reject(new Error("unreachable"));

/** No hub can be reached, as when the platform moves objects. */
export const HUBS_UNREACHABLE: Env = {
  ...env,
  HUB: Object.assign(Object.create(env.HUB), { getByName: () => ({ apply: unreachable }) }),
};

/** The database does not respond. */
export const DATABASE_UNREACHABLE: Env = {
  ...env,
  DB: Object.assign(Object.create(env.DB), { prepare: () => ({ all: unreachable }) }),
};

/** A client of the worker with these bindings. */
export function clientAt(deployment: Env, { token }: { token?: string } = {}): HookNexus {
  const fetch = (url: string, init: RequestInit) => callAndSettle(pathOf(url), init, deployment);
  return createClient({ url: ORIGIN, token, fetch });
}

/** Calls the worker while no hub can be reached. */
export function callUnreachable(path: string, init: RequestInit): Promise<Response> {
  return callAndSettle(path, init, HUBS_UNREACHABLE);
}
