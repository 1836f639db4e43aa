import { Hono } from "hono";
import { accountCredential } from "../auth/who-is-asking.ts";
import { accountUsage } from "../domain/accounts.ts";
import type { AppContext } from "../app-context.ts";

/** /api/account */
export const account = new Hono<AppContext>().get("/usage", accountCredential, async (c) => {
  const { accountId, plan } = c.var.principal;
  return c.json(await accountUsage(c.env, accountId, plan, Date.now()));
});
