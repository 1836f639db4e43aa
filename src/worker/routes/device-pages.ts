import { Hono, type Context } from "hono";
import { MINUTE_MS } from "../../protocol/time-units.ts";
import type { AppContext } from "../app-context.ts";
import { callerIp } from "../http/caller.ts";
import { toDeviceReturn } from "../auth/device-return.ts";
import { checkOrigin, authenticate } from "../auth/authentication.ts";
import { whoAmI } from "../domain/accounts.ts";
import { AppError } from "../domain/app-error.ts";
import { decideOnDevice, lookUpDevice } from "../domain/device-sign-in.ts";
import { networkOf, shownNetwork } from "../domain/network.ts";
import { parseUserCode, shownUserCode } from "../domain/user-code.ts";
import {
  deviceConsentPage,
  deviceDonePage,
  userCodePage,
  type ShownDevice,
} from "../pages/device.ts";
import { sendPage } from "../pages/page.ts";
import { signInPath } from "../pages/sign-in.ts";
import { readForm } from "../http/read-form.ts";

/** /device: a person types the code of a machine and consents (RFC 8628, section 3.3). */
export const devicePages = new Hono<AppContext>()
  .get("/", async (c) => {
    const userCode = parseUserCode(c.req.query("user_code") ?? "");
    const accountId = await signedInAccount(c);
    if (accountId === null) return toSignIn(c, userCode);
    const { email } = await whoAmI(c.env, accountId);
    const shown = userCode === null ? "" : shownUserCode(userCode);
    return sendPage(c, userCodePage({ email, userCode: shown }));
  })
  .post("/", async (c) => {
    checkOrigin(c);
    const typed = (await readForm(c)).get("user_code") ?? "";
    return withUserCode(c, typed, async (accountId, userCode) => {
      const now = Date.now();
      const found = await lookUpDevice(c.env, accountId, userCode, now);
      const { email } = await whoAmI(c.env, accountId);
      return sendPage(c, deviceConsentPage(email, toShown(c, found, now)));
    });
  })
  .post("/decision", async (c) => {
    checkOrigin(c);
    const form = await readForm(c);
    const isAllowed = form.get("decision") === "allow";
    return withUserCode(c, form.get("user_code") ?? "", async (accountId, userCode) => {
      await decideOnDevice(c.env, accountId, userCode, isAllowed, Date.now());
      return sendPage(c, deviceDonePage(isAllowed));
    });
  });

/** Only a browser session can consent: a token must not be able to create another token. */
async function signedInAccount(c: Context<AppContext>): Promise<string | null> {
  const principal = await authenticate(c);
  return principal?.kind === "session" ? principal.accountId : null;
}

/** Calls `next` with the signed-in account and the code. Shows the form again if it is refused. */
async function withUserCode(
  c: Context<AppContext>,
  typed: string,
  next: (accountId: string, userCode: string) => Promise<Response>,
): Promise<Response> {
  const userCode = parseUserCode(typed);
  const accountId = await signedInAccount(c);
  if (accountId === null) return toSignIn(c, userCode);
  try {
    if (userCode === null) throw new AppError("invalid_code");
    return await next(accountId, userCode);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { email } = await whoAmI(c.env, accountId);
    const status = error.code === "too_many_codes" ? 429 : 400;
    return sendPage(c, userCodePage({ email, userCode: typed, problem: error.message, status }));
  }
}

function toSignIn(c: Context<AppContext>, userCode: string | null): Response {
  const continuation = { cliCallback: undefined, device: toDeviceReturn(userCode) };
  return c.redirect(signInPath(continuation), 303);
}

function toShown(
  c: Context<AppContext>,
  found: Awaited<ReturnType<typeof lookUpDevice>>,
  now: number,
): ShownDevice {
  return {
    userCode: shownUserCode(found.userCode),
    network: shownNetwork(found.network),
    isSameNetwork: found.network === networkOf(callerIp(c)),
    userAgent: found.userAgent,
    requestedAt: new Date(found.createdAt),
    minutesAgo: Math.floor((now - found.createdAt) / MINUTE_MS),
  };
}
