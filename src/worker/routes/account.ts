import { Hono } from "hono";
import { deleteAccountBody } from "../../protocol/account.ts";
import { clearCookie } from "../auth/cookies.ts";
import { accountCredential } from "../auth/authentication.ts";
import { AppError } from "../domain/app-error.ts";
import { accountUsage } from "../domain/accounts.ts";
import { deleteAccount } from "../domain/delete-account.ts";
import { revoke } from "../domain/revoke.ts";
import { listSessions } from "../domain/sessions.ts";
import { sendExport } from "./account-export.ts";
import { readJson } from "../http/read-json.ts";
import { sendHubUpdate, sendRevoked } from "../http/hub-update-reply.ts";
import type { AppContext } from "../app-context.ts";

/** /api/account */
export const account = new Hono<AppContext>()
  .use(accountCredential)
  .delete("/", async (c) => {
    const { email } = await readJson(c, deleteAccountBody);
    const update = await deleteAccount(c.env, c.var.principal.accountId, email, Date.now());
    clearCookie(c, "session");
    return sendHubUpdate(c, { deleted: true }, update);
  })
  .get("/export", sendExport)
  .get("/usage", async (c) => {
    const { accountId, plan } = c.var.principal;
    return c.json(await accountUsage(c.env, accountId, plan, Date.now()));
  })
  .get("/sessions", async (c) => {
    return c.json({ sessions: await listSessions(c.env, c.var.principal, Date.now()) });
  })
  .delete("/sessions/:id", async (c) => {
    const { accountId } = c.var.principal;
    const id = c.req.param("id");
    const update = await revoke(c.env, accountId, id, ["session", "token"], Date.now());
    if (!update) throw new AppError("session_not_found");
    return sendRevoked(c, update);
  });
