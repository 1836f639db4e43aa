import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import type { AppContext } from "../app-context.ts";
import { AppError } from "../domain/app-error.ts";
import { authorize } from "../domain/listen.ts";
import { confirm } from "../domain/pulse.ts";
import { hashSecret, secretKind } from "../domain/secret.ts";
import { plansOf, publicUrl } from "../env.ts";
import { touchLastUsed, type CredentialKind } from "../storage/credentials.ts";
import { findPrincipal, type Principal } from "../storage/principals.ts";
import { readCookie } from "./cookies.ts";

/** `lastUsedAt` is written at most once per interval. It may lag by 3 s (docs/api.md). */
const TOUCH_INTERVAL_MS = 2_000;

const SAFE_METHODS = new Set(["GET", "HEAD", "OPTIONS"]);

/** A secret that a caller presented. It has the form of a credential and may be invalid. */
interface PresentedCredential {
  secret: string;
  kind: CredentialKind;
  /** Browsers send cookies automatically, so a call that a cookie authorizes must name its origin. */
  isCookie: boolean;
}

/** Reads the credential of a request: `Authorization` takes precedence over the cookie. */
function readCredential(c: Context<AppContext>): PresentedCredential | null {
  const authorization = c.req.header("authorization");
  if (authorization !== undefined) {
    const [, secret] = /^Bearer +(\S+)$/i.exec(authorization) ?? [];
    return parseCredential(secret, false);
  }
  return parseCredential(readCookie(c, "session"), true);
}

/** Null if the secret can't be a credential. A session is valid only in a cookie. */
function parseCredential(
  secret: string | undefined,
  isCookie: boolean,
): PresentedCredential | null {
  const kind = secret === undefined ? null : secretKind(secret);
  if (secret === undefined || kind === null || isCookie !== (kind === "session")) return null;
  return { secret, kind, isCookie };
}

/** Refuses a call from another site. Required if a cookie authorizes the call. */
export function checkOrigin(c: Context<AppContext>): void {
  const expected = publicUrl(c.env, c.req.raw);
  if (c.req.header("origin") === expected) return;
  throw new AppError("wrong_origin", { expected });
}

/**
 * Refuses a call from a page of another site, even if no cookie authorizes it: the page could sign
 * its visitors in to an attacker's account. Browsers send `Origin` with every POST (Fetch, "append
 * a request `Origin` header"), so a call without it is from a program such as curl.
 */
export function refuseOtherSites(c: Context<AppContext>): void {
  if (c.req.header("origin") !== undefined) checkOrigin(c);
}

/** After a downgrade, the newest keys beyond the plan's limit do not work. */
function checkPlan(c: Context<AppContext>, principal: Principal): void {
  const { maxApiKeys } = plansOf(c.env)[principal.plan];
  if (principal.keyRank === null || principal.keyRank < maxApiKeys) return;
  throw new AppError(maxApiKeys === 0 ? "plan_without_keys" : "key_suspended");
}

/** Records the use of a credential after the reply, so that no caller waits for it. */
function touchLastUsedLater(c: Context<AppContext>, principal: Principal, now: number): void {
  const { id, lastUsedAt } = principal;
  if (lastUsedAt !== null && now - lastUsedAt < TOUCH_INTERVAL_MS) return;
  c.executionCtx.waitUntil(touchLastUsed(c.env.DB, id, now, TOUCH_INTERVAL_MS));
}

/**
 * Finds the principal of a request, or null if the request has no valid credential. Accepts all
 * kinds of credentials. Checks the origin if a cookie authorizes a change.
 *
 * @throws AppError `wrong_origin`, `plan_without_keys` or `key_suspended`
 */
export async function authenticate(c: Context<AppContext>): Promise<Principal | null> {
  const presented = readCredential(c);
  if (!presented) return null;
  const now = Date.now();
  const found = await findPrincipal(c.env.DB, await hashSecret(presented.secret), now);
  const principal = await confirm(c.env, found, now);
  if (!principal) return null;
  checkPlan(c, principal);
  if (presented.isCookie && !SAFE_METHODS.has(c.req.method)) checkOrigin(c);
  touchLastUsedLater(c, principal, now);
  return principal;
}

/**
 * Finds the principal of a listener, or null if it may not see the endpoint. The credential may
 * also be in the query, which takes precedence over the headers.
 *
 * @throws AppError `not_signed_in`, `wrong_origin`, `plan_without_keys` or `key_suspended`
 */
export async function authenticateListener(
  c: Context<AppContext>,
  endpointId: string,
): Promise<Principal | null> {
  const inQuery = c.req.query("apikey") ?? c.req.query("token");
  const presented = inQuery === undefined ? readCredential(c) : parseCredential(inQuery, false);
  if (!presented) throw new AppError("not_signed_in");
  const now = Date.now();
  const authorization = await authorize(c.env, presented.secret, endpointId, now);
  if (!authorization) throw new AppError("not_signed_in");
  if (presented.isCookie) checkOrigin(c);
  const { principal, hasEndpoint } = authorization;
  touchLastUsedLater(c, principal, now);
  if (!hasEndpoint) return null;
  checkPlan(c, principal);
  return principal;
}

/** For routes that an API key may also call ("any credential" in docs/api.md). */
export const anyCredential = createMiddleware<AppContext>(async (c, next) => {
  const principal = await authenticate(c);
  if (!principal) throw new AppError("not_signed_in");
  c.set("principal", principal);
  await next();
});

/** For routes that only an account token or a session may call ("account" in docs/api.md). */
export const accountCredential = createMiddleware<AppContext>(async (c, next) => {
  const principal = await authenticate(c);
  if (!principal) throw new AppError("not_signed_in");
  if (principal.kind === "api_key") throw new AppError("key_not_allowed");
  c.set("principal", principal);
  await next();
});
