import { Hono } from "hono";
import { accountCredential } from "../auth/who-is-asking.ts";
import { AppError } from "../domain/app-error.ts";
import { accountUsage } from "../domain/accounts.ts";
import { revoke } from "../domain/revoke.ts";
import { listSessions } from "../domain/sessions.ts";
import { sendRevoked } from "./revoked-reply.ts";
import type { AppContext } from "../app-context.ts";

/** /api/account */
export const account = new Hono<AppContext>()
  .use(accountCredential)
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
    const delivery = await revoke(c.env, accountId, id, ["session", "token"], Date.now());
    if (!delivery) throw new AppError("session_not_found");
    return sendRevoked(c, delivery);
  });
