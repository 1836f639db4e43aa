import { Hono } from "hono";
import { toRequestRow } from "../../protocol/captured-request.ts";
import { replayBody } from "../../protocol/replay.ts";
import type { AppContext } from "../app-context.ts";
import { accountCredential } from "../auth/authentication.ts";
import { checkReplayPlan, replay, replayTargets } from "../domain/replay.ts";
import { findRequest } from "../domain/requests.ts";
import { publicUrl } from "../env.ts";
import { readJson } from "../http/read-json.ts";

/** /api/replay */
export const replays = new Hono<AppContext>()
  .use(accountCredential)
  .use(async (c, next) => {
    checkReplayPlan(c.env, c.var.principal);
    await next();
  })
  .get("/targets/:requestId", async (c) => {
    const requestId = c.req.param("requestId");
    return c.json({ targets: await replayTargets(c.env, c.var.principal, requestId) });
  })
  .get("/preview/:requestId", async (c) => {
    const url = publicUrl(c.env, c.req.raw);
    const found = await findRequest(c.env, c.var.principal, c.req.param("requestId"), url);
    return c.json(toRequestRow(found));
  })
  .post("/", async (c) => {
    const { requestId, connectionId } = await readJson(c, replayBody);
    return c.json(await replay(c.env, c.var.principal, requestId, connectionId), 202);
  });
