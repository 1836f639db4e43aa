import { plansWith, type Plans } from "../protocol/plans.ts";

/** The bindings of wrangler.toml, and the optional settings. */
export interface Env extends Cloudflare.Env {
  /** If it is not set, the operator's routes do not exist. */
  ADMIN_TOKEN?: string;
  GITHUB_CLIENT_ID?: string;
  GITHUB_CLIENT_SECRET?: string;
  /** Receives mail on one machine, instead of EMAIL. Bound by `npm start`. */
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

let parsed: { json: string; plans: Plans } | undefined;

/** The plans with the operator's overrides. Parsed once per isolate: they only change on deploy. */
export function plansOf(env: Pick<Env, "PLAN_OVERRIDES">): Plans {
  if (parsed?.json !== env.PLAN_OVERRIDES) {
    parsed = { json: env.PLAN_OVERRIDES, plans: plansWith(env.PLAN_OVERRIDES) };
  }
  return parsed.plans;
}
