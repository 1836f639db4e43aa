import { endpointIdsOf } from "../../src/worker/domain/endpoint-id.ts";
import type { Env } from "../../src/worker/env.ts";
import type { PlanName } from "../../src/protocol/plans.ts";
import { toCapturedRequest, toRequestRow } from "../../src/protocol/captured-request.ts";
import { upgradeRequest } from "../../src/worker/hub/contract/upgrade.ts";
import { VERSION } from "../../src/worker/hub/contract/version.ts";
import type { BenchHub } from "./hub.ts";

/** The path of the routes that the bench adds. Like ingest, none of them uses D1. */
export const BENCH_PREFIX = "/bench/";

const MAX_FILL_ROWS = 20_000;

type Route = (url: URL, env: Env, request: Request) => Promise<Response>;

const ROUTES: Record<string, Route> = {
  endpoints: makeEndpoints,
  listen,
  revoke,
  fill,
  page,
  search,
  "allowance-calls": async (url, env) =>
    Response.json(await hubOf(env, idIn(url)).allowanceCalls()),
};

/** `/bench/<what>/<endpoint id>?…` */
export async function benchRoute(request: Request, env: Env): Promise<Response> {
  const url = new URL(request.url);
  const route = ROUTES[url.pathname.split("/")[2] ?? ""];
  return route ? route(url, env, request) : new Response("Not found.", { status: 404 });
}

/** Creates endpoints of one account and answers with their ids. */
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

/** Sends an upgrade to the hub as `routes/listen` does after authorising it. */
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
  return hubOf(env, idIn(url)).fetch(upgradeRequest(upgrade, VERSION));
}

/** Revokes a credential at several hubs at the same time, as the outbox does. */
async function revoke(url: URL, env: Env, request: Request): Promise<Response> {
  const endpointIds = await request.json<string[]>();
  const credentialId = url.searchParams.get("credential") ?? "bench";
  const replies = await Promise.all(
    endpointIds.map((id) => hubOf(env, id).apply({ type: "revoke", credentialId })),
  );
  return Response.json({ closed: replies.reduce((sum, { closed }) => sum + closed, 0) });
}

/** Copies the endpoint's newest request, a slice at a time. */
async function fill(url: URL, env: Env): Promise<Response> {
  const hub = hubOf(env, idIn(url));
  for (let left = numberIn(url, "count"); left > 0; left -= MAX_FILL_ROWS) {
    await hub.fill(Math.min(left, MAX_FILL_ROWS));
  }
  await hub.restart().catch(() => {});
  return Response.json(await hubOf(env, idIn(url)).stats());
}

/** A page of the history, in the API's format. */
async function page(url: URL, env: Env): Promise<Response> {
  const id = idIn(url);
  const query = { after: numberIn(url, "after"), limit: numberIn(url, "limit"), filter: {} };
  const { requests } = await hubOf(env, id).page(query, VERSION);
  const rows = requests.map((stored) => toRequestRow(toCapturedRequest(stored, id, "")));
  return Response.json({ requests: rows });
}

/** A search for a text, as the API makes it. */
async function search(url: URL, env: Env): Promise<Response> {
  const query = { offset: 0, limit: 20, filter: { q: url.searchParams.get("q") ?? "" } };
  const { total } = await hubOf(env, idIn(url)).page(query, VERSION);
  return Response.json({ total });
}

/** A stub with the methods that the bench adds. The binding has the product's type. */
function hubOf(env: Env, id: string): DurableObjectStub<BenchHub> {
  return env.HUB.getByName(id) as unknown as DurableObjectStub<BenchHub>;
}

function idIn(url: URL): string {
  return url.pathname.split("/")[3] ?? "";
}

function numberIn(url: URL, name: string): number {
  return Number(url.searchParams.get(name) ?? 0);
}
