import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import { AppError } from "../domain/app-error.ts";
import { plansOf, publicUrl } from "../env.ts";
import type { AppContext } from "../app-context.ts";
import {
  findPrincipal,
  noteUse,
  type CredentialKind,
  type Principal,
} from "../storage/credentials.ts";
import { readCookie } from "./cookies.ts";
import { hashSecret, secretKind } from "../domain/secret.ts";

/** `lastUsedAt` may lag by 3 s (docs/api.md), and is written no more often than this. */
const NOTE_USE_INTERVAL_MS = 2_000;

const SAFE_METHODS = new Set(["GET", "HEAD", "OPTIONS"]);

/** A secret as it was presented, not yet known to be valid. */
export interface Presented {
  secret: string;
  kind: CredentialKind;
  /** Browsers send cookies by themselves, so what a cookie asks for must name its origin. */
  isCookie: boolean;
}

/** Reads the credential of a request: `Authorization` before the cookie. */
export function presentedCredential(c: Context<AppContext>): Presented | null {
  const authorization = c.req.header("authorization");
  if (authorization !== undefined) {
    const [, secret] = /^Bearer +(\S+)$/i.exec(authorization) ?? [];
    return present(secret, false);
  }
  return present(readCookie(c, "session"), true);
}

/** A secret as a credential, or null where it can't be one; sessions travel in cookies alone. */
export function present(secret: string | undefined, isCookie: boolean): Presented | null {
  const kind = secret === undefined ? null : secretKind(secret);
  if (secret === undefined || kind === null || isCookie !== (kind === "session")) return null;
  return { secret, kind, isCookie };
}

/** Refuses a call that a cookie authorises and that another site may have caused. */
export function checkOrigin(c: Context<AppContext>): void {
  const expected = publicUrl(c.env, c.req.raw);
  if (c.req.header("origin") === expected) return;
  throw new AppError("wrong_origin", { expected });
}

/**
 * Refuses a page of another site, even where no cookie decides: it would sign its visitors in as
 * somebody else. A browser names the origin of all that a page posts (Fetch, "append a request
 * `Origin` header"); a caller that names none, such as curl, acts for nobody but itself.
 */
export function refuseOtherSites(c: Context<AppContext>): void {
  if (c.req.header("origin") !== undefined) checkOrigin(c);
}

/** After a downgrade the keys that were created last, beyond the plan, do not work. */
export function checkPlan(c: Context<AppContext>, principal: Principal): void {
  const { maxApiKeys } = plansOf(c.env)[principal.plan];
  if (principal.keyRank === null || principal.keyRank < maxApiKeys) return;
  throw new AppError(maxApiKeys === 0 ? "plan_without_keys" : "key_suspended");
}

/** Notes the use of a credential without keeping anyone waiting. */
export function noteUseSoon(c: Context<AppContext>, principal: Principal, now: number): void {
  const { id, lastUsedAt } = principal;
  if (lastUsedAt !== null && now - lastUsedAt < NOTE_USE_INTERVAL_MS) return;
  c.executionCtx.waitUntil(noteUse(c.env.DB, id, now, NOTE_USE_INTERVAL_MS));
}

/** Who is signed in, by whatever credential, or null; checks the origin of what cookies change. */
export async function whoIsAsking(c: Context<AppContext>): Promise<Principal | null> {
  const presented = presentedCredential(c);
  if (!presented) return null;
  const now = Date.now();
  const principal = await findPrincipal(c.env.DB, await hashSecret(presented.secret), now);
  if (!principal) return null;
  checkPlan(c, principal);
  if (presented.isCookie && !SAFE_METHODS.has(c.req.method)) checkOrigin(c);
  noteUseSoon(c, principal, now);
  return principal;
}

/** For routes that an API key may call too (K in docs/api.md). */
export const anyCredential = createMiddleware<AppContext>(async (c, next) => {
  const principal = await whoIsAsking(c);
  if (!principal) throw new AppError("not_signed_in");
  c.set("principal", principal);
  await next();
});

/** For routes that take an account token or a session alone (J in docs/api.md). */
export const accountCredential = createMiddleware<AppContext>(async (c, next) => {
  const principal = await whoIsAsking(c);
  if (!principal) throw new AppError("not_signed_in");
  if (principal.kind === "api_key") throw new AppError("key_not_allowed");
  c.set("principal", principal);
  await next();
});
