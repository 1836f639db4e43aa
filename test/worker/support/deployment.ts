import { env } from "cloudflare:workers";
import { createClient, type HookNexus } from "../../../src/client/index.ts";
import type { Env } from "../../../src/worker/env.ts";
import { callAndSettle } from "./browser.ts";
import { ORIGIN, pathOf } from "./world.ts";

const unreachable = () => Promise.reject(new Error("unreachable"));

/** No hub can be told anything, as while the platform moves objects about. */
export const HUBS_UNREACHABLE: Env = {
  ...env,
  HUB: Object.assign(Object.create(env.HUB), { getByName: () => ({ apply: unreachable }) }),
};

/** The database does not answer. */
export const DATABASE_UNREACHABLE: Env = {
  ...env,
  DB: Object.assign(Object.create(env.DB), { prepare: () => ({ all: unreachable }) }),
};

/** The client library against the worker as it is bound here. */
export function clientAt(deployment: Env, { token }: { token?: string } = {}): HookNexus {
  const fetch = (url: string, init: RequestInit) => callAndSettle(pathOf(url), init, deployment);
  return createClient({ url: ORIGIN, token, fetch });
}
