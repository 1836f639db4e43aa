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
  type Carried,
} from "../pages/sign-in.ts";
import type { AppContext } from "../app-context.ts";
import { readForm } from "../http/read-form.ts";

const GITHUB_STATE_SECONDS = 600;

/** Where a browser goes after signing in, unless it came for something else. */
const DASHBOARD_PATH = "/";

/** Signing in with a browser: pages and forms without scripts. */
export const signInPages = new Hono<AppContext>()
  .get("/sign-in", async (c) => {
    const carried = carriedByQuery(c);
    const principal = await authenticate(c);
    if (principal?.kind !== "session")
      return sendPage(c, emailPage({ ...carried, ...signInWays(c) }));
    const isForItself = carried.cliCallback === undefined && carried.device === undefined;
    if (isForItself) return c.redirect(DASHBOARD_PATH, 303);
    return welcome(c, principal.accountId, carried);
  })
  .post("/sign-in", async (c) => {
    checkOrigin(c);
    const form = await readForm(c);
    const carried = readCarried(form.get);
    const asked = askForCodeBody.safeParse({ email: form.get("email") });
    if (!asked.success) {
      const problem = "That is not an email address. Check it and try again.";
      return sendPage(c, emailPage({ ...carried, ...signInWays(c), problem }));
    }
    const { email } = asked.data;
    sendCode(c, email);
    return sendPage(c, codePage({ ...carried, email, isLocal: isLocal(c.env) }));
  })
  .post("/sign-in/code", async (c) => {
    checkOrigin(c);
    const form = await readForm(c);
    const carried = readCarried(form.get);
    const email = form.get("email") ?? "";
    const given = verifyCodeBody.safeParse({ email, code: form.get("code")?.trim() });
    try {
      if (!given.success) throw new AppError("invalid_code");
      await enterCode(c, given.data.email, given.data.code);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return sendPage(
        c,
        codePage({ ...carried, email, isLocal: isLocal(c.env), problem: error.message }),
      );
    }
    return c.redirect(pathAfterCode(carried), 303);
  })
  .post("/sign-in/out", async (c) => {
    // The form of another site comes without the strict cookie, but the reply would still remove it.
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
    const carried = carriedByQuery(c);
    const github = githubOf(c.env, publicUrl(c.env, c.req.raw));
    if (!github) return c.redirect(signInPath(carried), 302);
    // GitHub returns the state, and the cookie proves that this browser started the sign-in.
    const state = crypto.randomUUID();
    const callback = parseCliCallback(carried.cliCallback)?.href ?? "";
    const kept = `${state} ${callback} ${carried.device ?? ""}`;
    writeCookie(c, "github", kept, GITHUB_STATE_SECONDS, "Lax");
    return c.redirect(github.createAuthorizationURL(state, ["user:email"]).href, 302);
  })
  .get("/auth/github/callback", async (c) => {
    const github = githubOf(c.env, publicUrl(c.env, c.req.raw));
    if (!github) throw new AppError("not_found");
    const [state = "", asked, device] = (readCookie(c, "github") ?? "").split(" ");
    clearCookie(c, "github");
    const callback = parseCliCallback(asked);
    const carried = { cliCallback: callback?.href, device: parseDeviceReturn(device || undefined) };
    try {
      await checkState(state, c.req.query("state"));
      const code = c.req.query("code");
      if (code === undefined) throw new Error("GitHub sent no code: its user declined.");
      const account = await accountFromGithub(c.env, github, code, Date.now());
      await startSession(c, account.id);
      // Not a redirect: the browser would not send a strict cookie on a redirect from GitHub.
      return await welcome(c, account.id, carried);
    } catch (error) {
      console.error(`${c.var.requestId} could not sign in with GitHub:`, error);
      if (callback) return c.redirect(withError(callback, "github_failed"), 302);
      const problem = "GitHub did not confirm who you are. Try again, or sign in by email.";
      return sendPage(c, signInFailedPage(problem, carried));
    }
  });

/** Anyone can change the query, so accept only a small number. */
function pendingIn(text = ""): number {
  return /^\d{1,6}$/.test(text) ? Number(text) : 0;
}

/** The purpose of the sign-in, which our forms pass along. */
function readCarried(get: (name: string) => string | undefined): Carried {
  return { cliCallback: get("cli_callback"), device: parseDeviceReturn(get("device")) };
}

/** @throws AppError `invalid_callback` */
function carriedByQuery(c: Context<AppContext>): Carried {
  const carried = readCarried((name) => c.req.query(name));
  const { cliCallback } = carried;
  if (cliCallback !== undefined && !parseCliCallback(cliCallback))
    throw new AppError("invalid_callback");
  return carried;
}

function pathAfterCode(carried: Carried): string {
  const { cliCallback, device } = carried;
  if (cliCallback) return signInPath(carried);
  return device === undefined ? DASHBOARD_PATH : deviceReturnPath(device);
}

async function welcome(c: Context<AppContext>, accountId: string, carried: Carried) {
  const { email } = await whoAmI(c.env, accountId);
  const callback = parseCliCallback(carried.cliCallback);
  if (callback) return sendPage(c, consentPage(email, callback));
  if (carried.device === undefined) return sendPage(c, signedInPage(email));
  return sendPage(c, userCodePage({ email, userCode: returnedCode(carried.device) }));
}

async function checkState(expected: string, given: string | undefined): Promise<void> {
  const isSame = expected !== "" && (await isSameSecret(expected, given ?? ""));
  if (!isSame) throw new Error("The state is not the one that this browser was given.");
}

/** The ways to sign in that this deployment offers. */
function signInWays(c: Context<AppContext>) {
  return {
    hasGithub: githubOf(c.env, publicUrl(c.env, c.req.raw)) !== null,
    isLocal: isLocal(c.env),
  };
}
