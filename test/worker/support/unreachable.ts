import { env } from "cloudflare:workers";
import { callAndSettle } from "./browser.ts";

/** A call during which no hub can be told anything, as while the platform moves objects about. */
export function callUnreachable(path: string, init: RequestInit): Promise<Response> {
  const apply = () => Promise.reject(new Error("unreachable"));
  const HUB = Object.assign(Object.create(env.HUB), { getByName: () => ({ apply }) });
  return callAndSettle(path, init, { ...env, HUB });
}
