import { plansWith, type Plans } from "../protocol/plans.ts";

/** What the worker is bound to: wrangler.toml's bindings and the settings that may be absent. */
export interface Env extends Cloudflare.Env {
  /** Unset, the operator's routes do not exist. */
  ADMIN_TOKEN?: string;
  GITHUB_CLIENT_ID?: string;
  GITHUB_CLIENT_SECRET?: string;
  /** Where mail goes on one machine, in place of EMAIL. Bound by `npm start`. */
  MAILBOX?: Fetcher;
}

/** The origin that users see, without a trailing slash. */
export function publicUrl(env: Env, request: Request): string {
  return env.PUBLIC_URL || new URL(request.url).origin;
}

/** Whether mail is printed where the server was started, in place of being sent. */
export function isLocal(env: Env): boolean {
  return env.MAILBOX !== undefined;
}

let parsed: { json: string; plans: Plans } | undefined;

/** The table of limits in force. Parsed once an isolate: it can only change with a deploy. */
export function plansOf(env: Pick<Env, "PLAN_OVERRIDES">): Plans {
  if (parsed?.json !== env.PLAN_OVERRIDES) {
    parsed = { json: env.PLAN_OVERRIDES, plans: plansWith(env.PLAN_OVERRIDES) };
  }
  return parsed.plans;
}
