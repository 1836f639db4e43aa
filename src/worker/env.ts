import { plansWith, type Plans } from "../protocol/plans.ts";

/** The bindings of wrangler.toml, and the optional settings. */
export interface Env extends Cloudflare.Env {
  /** The operator's routes exist only if this is set. */
  ADMIN_TOKEN?: string;
  GITHUB_CLIENT_ID?: string;
  GITHUB_CLIENT_SECRET?: string;
  /** Receives mail instead of EMAIL if the server runs locally. Bound by `npm start`. */
  MAILBOX?: Fetcher;
}

/** The origin that users see, without a trailing slash. */
export function publicUrl(env: Env, request: Request): string {
  return env.PUBLIC_URL || new URL(request.url).origin;
}

/** Whether mail is printed in the server's terminal instead of being sent. */
export function isLocal(env: Env): boolean {
  return env.MAILBOX !== undefined;
}

/** Whether Cloudflare's edge is in front of us. On one machine, it is not. */
export function isBehindEdge(env: Env): boolean {
  return !isLocal(env);
}

let parsed: { json: string; plans: Plans } | undefined;

/** The plans with the operator's overrides. Parsed once per isolate: only a deploy changes them. */
export function plansOf(env: Pick<Env, "PLAN_OVERRIDES">): Plans {
  if (parsed?.json !== env.PLAN_OVERRIDES) {
    parsed = { json: env.PLAN_OVERRIDES, plans: plansWith(env.PLAN_OVERRIDES) };
  }
  return parsed.plans;
}
