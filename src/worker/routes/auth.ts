import { Hono } from "hono";
import { askForCodeBody, verifyCodeBody } from "../../protocol/account.ts";
import type { AppContext } from "../app-context.ts";
import { clearCookie } from "../auth/cookies.ts";
import { enterCode, newToken, sendCode } from "../auth/sign-in.ts";
import { accountCredential, refuseOtherSites } from "../auth/authentication.ts";
import { whoAmI } from "../domain/accounts.ts";
import { revoke } from "../domain/revoke.ts";
import { readJson } from "../http/read-json.ts";

/** /auth: signing in and out with JSON. The pages are in `sign-in.ts`. */
export const auth = new Hono<AppContext>()
  .post("/email", async (c) => {
    refuseOtherSites(c);
    const { email } = await readJson(c, askForCodeBody);
    sendCode(c, email);
    return c.json({ sent: true }, 202);
  })
  .post("/email/verify", async (c) => {
    refuseOtherSites(c);
    const { email, code, token } = await readJson(c, verifyCodeBody);
    const accountId = await enterCode(c, email, code);
    if (!token) return c.json({ signedIn: true });
    return c.json({ signedIn: true, token: await newToken(c, accountId) });
  })
  .get("/me", accountCredential, async (c) => {
    return c.json(await whoAmI(c.env, c.var.principal.accountId));
  })
  // The published client sends a JSON content type without a body, so the body is not parsed.
  .post("/logout", accountCredential, async (c) => {
    const { accountId, id, kind } = c.var.principal;
    await revoke(c.env, accountId, id, [kind], Date.now());
    clearCookie(c, "session");
    return c.json({ signedOut: true });
  });
