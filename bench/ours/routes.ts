import { endpointIdsOf } from "../../src/worker/domain/endpoint-id.ts";
import type { Env } from "../../src/worker/env.ts";
import type { PlanName } from "../../src/protocol/plans.ts";
import { toCapturedRequest, toRequestRow } from "../../src/protocol/captured-request.ts";
import { upgradeRequest } from "../../src/worker/hub/contract/upgrade.ts";
import type { BenchHub } from "./hub.ts";

/** What the bench asks for beside webhooks. Nothing here needs D1, as nothing of ingest does. */
export const BENCH_PREFIX = "/bench/";

const MAX_FILL_ROWS = 20_000;

type Route = (url: URL, env: Env, request: Request) => Promise<Response>;

const ROUTES: Record<string, Route> = {
  endpoints: makeEndpoints,
  listen,
  revoke,
  fill,
  page,
  "allowance-calls": async (url, env) =>
    Response.json(await hubOf(env, idIn(url)).allowanceCalls()),
};

/** `/bench/<what>/<endpoint id>?…` */
export async function benchRoute(request: Request, env: Env): Promise<Response> {
  const url = new URL(request.url);
  const route = ROUTES[url.pathname.split("/")[2] ?? ""];
  return route ? route(url, env, request) : new Response("There is no such door.", { status: 404 });
}

/** Makes endpoints of one account; answers their ids. */
async function makeEndpoints(url: URL, env: Env): Promise<Response> {
  const plan = (url.searchParams.get("plan") ?? "team") as PlanName;
  const accountId = crypto.randomUUID();
  const ids = Array.from({ length: numberIn(url, "count") }, () => endpointIdsOf(env).mint());
  const minted = await Promise.all(ids);
  for (const id of minted) await configure(env, id, accountId, plan);
  return Response.json(minted);
}

async function configure(env: Env, id: string, accountId: string, plan: PlanName) {
  const settings = {
    accountId,
    plan,
    expiresAt: null,
    isPaused: false,
    isReadOnly: false,
    response: null,
    handshakes: [],
  };
  await hubOf(env, id).apply({ type: "configure", revision: 1, settings });
}

/** A listener, as `routes/listen` hands it on once it is authorised. */
function listen(url: URL, env: Env): Promise<Response> {
  const since = url.searchParams.get("since");
  const identity = {
    credentialId: url.searchParams.get("credential") ?? "bench",
    keyRank: null,
    credentialExpiresAt: null,
    clientType: "api_key" as const,
    clientMode: "listen" as const,
    userAgent: "bench",
  };
  const upgrade = { identity, since: since === null ? null : Number(since) };
  return hubOf(env, idIn(url)).fetch(upgradeRequest(upgrade));
}

/** Revokes a credential at the hubs of the endpoints in the body, side by side as the outbox does. */
async function revoke(url: URL, env: Env, request: Request): Promise<Response> {
  const endpointIds = await request.json<string[]>();
  const credentialId = url.searchParams.get("credential") ?? "bench";
  const replies = await Promise.all(
    endpointIds.map((id) => hubOf(env, id).apply({ type: "revoke", credentialId })),
  );
  return Response.json({ closed: replies.reduce((sum, { closed }) => sum + closed, 0) });
}

/** Repeats the endpoint's newest request, slice by slice. */
async function fill(url: URL, env: Env): Promise<Response> {
  const hub = hubOf(env, idIn(url));
  for (let left = numberIn(url, "count"); left > 0; left -= MAX_FILL_ROWS) {
    await hub.fill(Math.min(left, MAX_FILL_ROWS));
  }
  await hub.restart().catch(() => {});
  return Response.json(await hubOf(env, idIn(url)).stats());
}

/** A page of the history, shaped as the API gives it. */
async function page(url: URL, env: Env): Promise<Response> {
  const id = idIn(url);
  const query = { after: numberIn(url, "after"), limit: numberIn(url, "limit"), filter: {} };
  const { requests } = await hubOf(env, id).page(query);
  const rows = requests.map((stored) => toRequestRow(toCapturedRequest(stored, id, "")));
  return Response.json({ requests: rows });
}

/** The hub with what the bench adds to it: the binding's type is the product's own. */
function hubOf(env: Env, id: string): DurableObjectStub<BenchHub> {
  return env.HUB.getByName(id) as unknown as DurableObjectStub<BenchHub>;
}

function idIn(url: URL): string {
  return url.pathname.split("/")[3] ?? "";
}

function numberIn(url: URL, name: string): number {
  return Number(url.searchParams.get(name) ?? 0);
}
