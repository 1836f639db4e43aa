import { Hono } from "hono";
import { changeAccountBody, createAccountBody } from "../../protocol/account.ts";
import { isSameSecret } from "../domain/secret.ts";
import { AppError } from "../domain/app-error.ts";
import { changePlan, provisionAccount, whoAmI } from "../domain/accounts.ts";
import { setSubscription } from "../domain/subscriptions.ts";
import type { AppContext } from "../app-context.ts";
import { sendHubUpdate } from "../http/hub-update-reply.ts";
import { readJson } from "../http/read-json.ts";

/** /api/admin/accounts: for the operator. These routes exist only if ADMIN_TOKEN is set. */
export const admin = new Hono<AppContext>()
  .use(async (c, next) => {
    const expected = c.env.ADMIN_TOKEN;
    if (!expected) throw new AppError("not_found");
    const given = c.req.header("authorization") ?? "";
    if (!(await isSameSecret(given, `Bearer ${expected}`))) throw new AppError("not_signed_in");
    await next();
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
