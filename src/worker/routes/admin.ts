import { Hono } from "hono";
import { changeAccountBody, createAccountBody } from "../../protocol/account.ts";
import { resyncBody } from "../../protocol/resync.ts";
import { operatorToken } from "../auth/operator.ts";
import { changePlan, provisionAccount, whoAmI } from "../domain/accounts.ts";
import { resync } from "../domain/resync.ts";
import { setSubscription } from "../domain/subscriptions.ts";
import type { AppContext } from "../app-context.ts";
import { sendHubUpdate } from "../http/hub-update-reply.ts";
import { readJson } from "../http/read-json.ts";

/** /api/admin: for the operator. These routes exist only if ADMIN_TOKEN is set. */
export const admin = new Hono<AppContext>()
  .use(operatorToken)
  .post("/resync", async (c) => {
    const { cursor } = await readJson(c, resyncBody);
    return c.json(await resync(c.env, cursor, Date.now()));
  })
  .post("/accounts", async (c) => {
    const { email, plan } = await readJson(c, createAccountBody);
    return c.json(await provisionAccount(c.env, email, plan, Date.now()), 201);
  })
  .patch("/accounts/:id", async (c) => {
    const { plan: requested, subscription } = await readJson(c, changeAccountBody);
    const id = c.req.param("id");
    if (subscription !== undefined) await setSubscription(c.env, id, subscription);
    const plan = requested ?? (await whoAmI(c.env, id)).plan;
    const update = await changePlan(c.env, id, plan, Date.now());
    return sendHubUpdate(c, { id, plan, closedConnections: update.closed }, update);
  });
