import { Hono, type Context } from "hono";
import { toRequestRow } from "../../protocol/captured-request.ts";
import { createEndpointBody, updateEndpointBody } from "../../protocol/endpoint.ts";
import { accountCredential, anyCredential } from "../auth/authentication.ts";
import { endpointActivity } from "../domain/activity.ts";
import { AppError } from "../domain/app-error.ts";
import {
  activeEndpoints,
  createEndpoint,
  deleteEndpoint,
  endpointRow,
  endpointRows,
  ownedEndpoint,
  requestsToday,
  toCreatedEndpoint,
  updateEndpoint,
} from "../domain/endpoints.ts";
import { maySee, pageOfRequests } from "../domain/requests.ts";
import { plansOf, publicUrl } from "../env.ts";
import type { AppContext } from "../app-context.ts";
import { readPageQuery } from "../http/read-page-query.ts";
import { readJson } from "../http/read-json.ts";

/** A response at its longest, each character of body and headers escaped, which takes six bytes. */
const MAX_CHANGE_BYTES = 512 * 1024;

/** /api/endpoints */
export const endpoints = new Hono<AppContext>()
  .post("/", accountCredential, async (c) => {
    const wish = await readJson(c, createEndpointBody);
    const created = await createEndpoint(c.env, c.var.principal, wish, Date.now());
    return c.json(toCreatedEndpoint(created, publicUrl(c.env, c.req.raw)), 201);
  })
  .get("/", anyCredential, async (c) => {
    const { principal } = c.var;
    const all = await activeEndpoints(c.env, principal.accountId, Date.now());
    const [rows, dailyRequests] = await Promise.all([
      endpointRows(
        c.env,
        all.filter(({ id }) => maySee(principal, id)),
      ),
      requestsToday(c.env, principal.accountId),
    ]);
    const dailyRequestsMax = plansOf(c.env)[principal.plan].maxDailyRequests;
    const usage = { dailyRequests, dailyRequestsMax };
    return c.json({ endpoints: rows, total: rows.length, usage });
  })
  .get("/:id", anyCredential, async (c) => {
    const { principal } = c.var;
    const id = visibleId(c);
    const endpoint = await ownedEndpoint(c.env, principal.accountId, id, Date.now());
    return c.json(await endpointRow(c.env, endpoint));
  })
  .get("/:id/activity", anyCredential, async (c) => {
    const { accountId } = c.var.principal;
    return c.json(await endpointActivity(c.env, accountId, visibleId(c), Date.now()));
  })
  .patch("/:id", accountCredential, async (c) => {
    const wish = await readJson(c, updateEndpointBody, MAX_CHANGE_BYTES);
    const { principal } = c.var;
    const endpoint = await updateEndpoint(c.env, principal, visibleId(c), wish, Date.now());
    return c.json(await endpointRow(c.env, endpoint));
  })
  .delete("/:id", accountCredential, async (c) => {
    const { pending } = await deleteEndpoint(c.env, c.var.principal, visibleId(c), Date.now());
    return pending === 0 ? c.json({ deleted: true }) : c.json({ deleted: true, pending }, 202);
  })
  .get("/:id/requests", anyCredential, async (c) => {
    const { principal } = c.var;
    const url = publicUrl(c.env, c.req.raw);
    const query = readPageQuery(c);
    const page = await pageOfRequests(c.env, principal, visibleId(c), query, url);
    return c.json({ requests: page.requests.map(toRequestRow), total: page.total });
  });

/** The id in the path, where this caller may know of it; for others there is no such endpoint. */
function visibleId(c: Context<AppContext, "/:id" | "/:id/activity">): string {
  const id = c.req.param("id");
  if (!maySee(c.var.principal, id)) throw new AppError("endpoint_not_found");
  return id;
}
