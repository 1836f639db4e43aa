import type { Context } from "hono";
import type { AppContext } from "../app-context.ts";
import { SIGN_IN_LIFETIME_MS, signIn } from "../domain/accounts.ts";
import { callerIp, callerUserAgent } from "../http/caller.ts";
import { clearCookie, readCookie, writeCookie } from "./cookies.ts";
import { BROWSER_COOKIE_SECONDS, mailCode, mintBrowserSecret, redeemCode } from "./email-code.ts";

/** Mails a code for this browser after replying, so that the reply's duration reveals nothing. */
export function sendCode(c: Context<AppContext>, email: string): void {
  const secret = mintBrowserSecret();
  writeCookie(c, "browser", secret, BROWSER_COOKIE_SECONDS);
  const mailing = mailCode(c.env, email, secret, callerIp(c), Date.now()).catch(
    (error: unknown) => {
      console.error(`${c.var.requestId} could not mail a sign-in code:`, error);
    },
  );
  c.executionCtx.waitUntil(mailing);
}

/** Redeems a code and signs this browser in. Resolves to the account's id. */
export async function enterCode(
  c: Context<AppContext>,
  email: string,
  code: string,
): Promise<string> {
  const browser = readCookie(c, "browser");
  const { id } = await redeemCode(c.env, email, code, browser, Date.now());
  clearCookie(c, "browser");
  await startSession(c, id);
  return id;
}

export async function startSession(c: Context<AppContext>, accountId: string): Promise<void> {
  const secret = await signIn(c.env, accountId, "session", callerUserAgent(c), Date.now());
  writeCookie(c, "session", secret, SIGN_IN_LIFETIME_MS.session / 1000);
}

export function newToken(c: Context<AppContext>, accountId: string): Promise<string> {
  return signIn(c.env, accountId, "token", callerUserAgent(c), Date.now());
}
