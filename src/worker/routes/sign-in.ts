import { Hono, type Context } from "hono";
import { askForCodeBody, verifyCodeBody } from "../../protocol/account.ts";
import { parseCliCallback, withError, withToken } from "../auth/cli-callback.ts";
import { clearCookie, readCookie, writeCookie } from "../auth/cookies.ts";
import { deviceReturnPath, parseDeviceReturn, returnedCode } from "../auth/device-return.ts";
import { accountFromGithub, githubOf } from "../auth/github.ts";
import { isSameSecret } from "../domain/secret.ts";
import { enterCode, newToken, sendCode, startSession } from "../auth/sign-in.ts";
import { checkOrigin, authenticate } from "../auth/authentication.ts";
import { AppError } from "../domain/app-error.ts";
import { whoAmI } from "../domain/accounts.ts";
import { revoke } from "../domain/revoke.ts";
import { isLocal, publicUrl } from "../env.ts";
import { userCodePage } from "../pages/device.ts";
import { sendPage } from "../pages/page.ts";
import {
  codePage,
  consentPage,
  emailPage,
  goodbyePage,
  signedInPage,
  signInFailedPage,
  signInPath,
  type Continuation,
} from "../pages/sign-in.ts";
import type { AppContext } from "../app-context.ts";
import { readForm } from "../http/read-form.ts";

const GITHUB_STATE_SECONDS = 600;

/** The page after a sign-in without a continuation. */
const DASHBOARD_PATH = "/";

/** Signing in with a browser: pages and forms without scripts. */
export const signInPages = new Hono<AppContext>()
  .get("/sign-in", async (c) => {
    const continuation = continuationInQuery(c);
    const principal = await authenticate(c);
    if (principal?.kind !== "session")
      return sendPage(c, emailPage({ ...continuation, ...signInWays(c) }));
    const isOrdinary = continuation.cliCallback === undefined && continuation.device === undefined;
    if (isOrdinary) return c.redirect(DASHBOARD_PATH, 303);
    return sendNextPage(c, principal.accountId, continuation);
  })
  .post("/sign-in", async (c) => {
    checkOrigin(c);
    const form = await readForm(c);
    const continuation = readContinuation(form.get);
    const parsed = askForCodeBody.safeParse({ email: form.get("email") });
    if (!parsed.success) {
      const problem = "That is not an email address. Check it and try again.";
      return sendPage(c, emailPage({ ...continuation, ...signInWays(c), problem }));
    }
    const { email } = parsed.data;
    sendCode(c, email);
    return sendPage(c, codePage({ ...continuation, email, isLocal: isLocal(c.env) }));
  })
  .post("/sign-in/code", async (c) => {
    checkOrigin(c);
    const form = await readForm(c);
    const continuation = readContinuation(form.get);
    const email = form.get("email") ?? "";
    const parsed = verifyCodeBody.safeParse({ email, code: form.get("code")?.trim() });
    try {
      if (!parsed.success) throw new AppError("invalid_code");
      await enterCode(c, parsed.data.email, parsed.data.code);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return sendPage(
        c,
        codePage({ ...continuation, email, isLocal: isLocal(c.env), problem: error.message }),
      );
    }
    return c.redirect(pathAfterCode(continuation), 303);
  })
  .post("/sign-in/out", async (c) => {
    // A form on another site is sent without the strict cookie, but our reply would still clear it.
    checkOrigin(c);
    const principal = await authenticate(c);
    if (principal?.kind === "session") {
      await revoke(c.env, principal.accountId, principal.id, ["session"], Date.now());
    }
    clearCookie(c, "session");
    return c.redirect("/sign-in", 303);
  })
  .post("/auth/cli", async (c) => {
    checkOrigin(c);
    const form = await readForm(c);
    const callback = parseCliCallback(form.get("cli_callback"));
    if (!callback) throw new AppError("invalid_callback");
    const principal = await authenticate(c);
    if (principal?.kind !== "session") throw new AppError("not_signed_in");
    if (form.get("decision") !== "allow")
      return c.redirect(withError(callback, "access_denied"), 302);
    return c.redirect(withToken(callback, await newToken(c, principal.accountId)), 302);
  })
  .get("/goodbye", (c) => sendPage(c, goodbyePage(pendingIn(c.req.query("pending")))))
  .get("/auth/github", async (c) => {
    const continuation = continuationInQuery(c);
    const github = githubOf(c.env, publicUrl(c.env, c.req.raw));
    if (!github) return c.redirect(signInPath(continuation), 302);
    // GitHub returns the state, and the cookie proves that this browser started the sign-in.
    const state = crypto.randomUUID();
    const callback = parseCliCallback(continuation.cliCallback)?.href ?? "";
    const kept = `${state} ${callback} ${continuation.device ?? ""}`;
    writeCookie(c, "github", kept, GITHUB_STATE_SECONDS, "Lax");
    return c.redirect(github.createAuthorizationURL(state, ["user:email"]).href, 302);
  })
  .get("/auth/github/callback", async (c) => {
    const github = githubOf(c.env, publicUrl(c.env, c.req.raw));
    if (!github) throw new AppError("not_found");
    const [state = "", cliCallback, device] = (readCookie(c, "github") ?? "").split(" ");
    clearCookie(c, "github");
    const callback = parseCliCallback(cliCallback);
    const continuation = {
      cliCallback: callback?.href,
      device: parseDeviceReturn(device || undefined),
    };
    try {
      await checkState(state, c.req.query("state"));
      const code = c.req.query("code");
      if (code === undefined) throw new Error("GitHub sent no code: its user declined.");
      const account = await accountFromGithub(c.env, github, code, Date.now());
      await startSession(c, account.id);
      // Not a redirect: a browser that comes from GitHub would not send the strict cookie on it.
      return await sendNextPage(c, account.id, continuation);
    } catch (error) {
      console.error(`${c.var.requestId} could not sign in with GitHub:`, error);
      if (callback) return c.redirect(withError(callback, "github_failed"), 302);
      const problem = "GitHub did not confirm who you are. Try again, or sign in by email.";
      return sendPage(c, signInFailedPage(problem, continuation));
    }
  });

/** Anyone can change the query, so accept only a small number. */
function pendingIn(text = ""): number {
  return /^\d{1,6}$/.test(text) ? Number(text) : 0;
}

/** Reads the continuation from the fields of a form or a query. */
function readContinuation(get: (name: string) => string | undefined): Continuation {
  return { cliCallback: get("cli_callback"), device: parseDeviceReturn(get("device")) };
}

/** @throws AppError `invalid_callback` */
function continuationInQuery(c: Context<AppContext>): Continuation {
  const continuation = readContinuation((name) => c.req.query(name));
  const { cliCallback } = continuation;
  if (cliCallback !== undefined && !parseCliCallback(cliCallback))
    throw new AppError("invalid_callback");
  return continuation;
}

function pathAfterCode(continuation: Continuation): string {
  const { cliCallback, device } = continuation;
  if (cliCallback) return signInPath(continuation);
  return device === undefined ? DASHBOARD_PATH : deviceReturnPath(device);
}

async function sendNextPage(c: Context<AppContext>, accountId: string, continuation: Continuation) {
  const { email } = await whoAmI(c.env, accountId);
  const callback = parseCliCallback(continuation.cliCallback);
  if (callback) return sendPage(c, consentPage(email, callback));
  if (continuation.device === undefined) return sendPage(c, signedInPage(email));
  return sendPage(c, userCodePage({ email, userCode: returnedCode(continuation.device) }));
}

async function checkState(expected: string, given: string | undefined): Promise<void> {
  const isSame = expected !== "" && (await isSameSecret(expected, given ?? ""));
  if (!isSame) throw new Error("The state differs from the one that this browser was given.");
}

/** The ways to sign in that this deployment offers. */
function signInWays(c: Context<AppContext>) {
  return {
    hasGithub: githubOf(c.env, publicUrl(c.env, c.req.raw)) !== null,
    isLocal: isLocal(c.env),
  };
}
