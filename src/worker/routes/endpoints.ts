import { Hono } from "hono";
import { toRequestRow } from "../../protocol/captured-request.ts";
import { createEndpointBody, updateEndpointBody } from "../../protocol/endpoint.ts";
import type { AppContext } from "../app-context.ts";
import { accountCredential, anyCredential } from "../auth/authentication.ts";
import { requestsToday } from "../domain/accounts.ts";
import { endpointActivity } from "../domain/activity.ts";
import {
  createEndpoint,
  deleteEndpoint,
  endpointRow,
  endpointRows,
  toCreatedEndpoint,
  updateEndpoint,
  visibleEndpoint,
  visibleEndpoints,
} from "../domain/endpoints.ts";
import { pageOfRequests } from "../domain/requests.ts";
import { plansOf, publicUrl } from "../env.ts";
import { sendHubUpdate } from "../http/hub-update-reply.ts";
import { readJson } from "../http/read-json.ts";
import { readPageQuery } from "../http/read-page-query.ts";

/** Fits the largest response if each character of its body and headers is escaped to six bytes. */
const MAX_UPDATE_BYTES = 512 * 1024;

/** /api/endpoints */
export const endpoints = new Hono<AppContext>()
  .post("/", accountCredential, async (c) => {
    const input = await readJson(c, createEndpointBody);
    const created = await createEndpoint(c.env, c.var.principal, input, Date.now());
    return c.json(toCreatedEndpoint(created, publicUrl(c.env, c.req.raw)), 201);
  })
  .get("/", anyCredential, async (c) => {
    const { principal } = c.var;
    const visible = await visibleEndpoints(c.env, principal, Date.now());
    const [rows, dailyRequests] = await Promise.all([
      endpointRows(c.env, visible),
      requestsToday(c.env, principal.accountId),
    ]);
    const dailyRequestsMax = plansOf(c.env)[principal.plan].maxDailyRequests;
    const usage = { dailyRequests, dailyRequestsMax };
    return c.json({ endpoints: rows, total: rows.length, usage });
  })
  .get("/:id", anyCredential, async (c) => {
    const id = c.req.param("id");
    const endpoint = await visibleEndpoint(c.env, c.var.principal, id, Date.now());
    return c.json(await endpointRow(c.env, endpoint));
  })
  .get("/:id/activity", anyCredential, async (c) => {
    const id = c.req.param("id");
    return c.json(await endpointActivity(c.env, c.var.principal, id, Date.now()));
  })
  .patch("/:id", accountCredential, async (c) => {
    const input = await readJson(c, updateEndpointBody, MAX_UPDATE_BYTES);
    const id = c.req.param("id");
    const endpoint = await updateEndpoint(c.env, c.var.principal, id, input, Date.now());
    return c.json(await endpointRow(c.env, endpoint));
  })
  .delete("/:id", accountCredential, async (c) => {
    const id = c.req.param("id");
    const update = await deleteEndpoint(c.env, c.var.principal, id, Date.now());
    return sendHubUpdate(c, { deleted: true }, update);
  })
  .get("/:id/requests", anyCredential, async (c) => {
    const url = publicUrl(c.env, c.req.raw);
    const id = c.req.param("id");
    const query = await readPageQuery(c, id);
    const page = await pageOfRequests(c.env, c.var.principal, id, query, url);
    return c.json({ ...page, requests: page.requests.map(toRequestRow) });
  });
