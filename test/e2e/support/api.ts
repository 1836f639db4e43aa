import { randomUUID } from "node:crypto";
import type { CreatedKey } from "../../../src/protocol/api-key.ts";
import { requestRow, type RequestRow } from "../../../src/protocol/captured-request.ts";
import type { CreatedEndpoint } from "../../../src/protocol/endpoint.ts";
import type { PlanName } from "../../../src/protocol/plans.ts";
import type { RunningServer } from "./server.ts";

export interface TestAccount {
  id: string;
  email: string;
  token: string;
}

/** An account with one endpoint and one key that listens on it. */
export interface World {
  account: TestAccount;
  endpoint: CreatedEndpoint;
  key: CreatedKey;
}

export interface Received {
  received: true;
  id: string;
  timestamp: number;
}

const PAGE_LIMIT = 100;

/** A call with a Bearer token; a body is sent as JSON. */
export function callAs(
  { origin }: RunningServer,
  token: string,
  method: string,
  path: string,
  body?: unknown,
): Promise<Response> {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const text = body === undefined ? null : JSON.stringify(body);
  return fetch(origin + path, { method, headers, body: text });
}

/** Reads a JSON reply. Fails with the reply's text if it has another status. */
export async function json<Body>(response: Response, status = 200): Promise<Body> {
  const text = await response.text();
  if (response.status !== status) throw new Error(`${response.status}, not ${status}: ${text}`);
  return JSON.parse(text) as Body;
}

/** Creates an account by the operator's route. */
export async function newAccount(server: RunningServer, plan: PlanName): Promise<TestAccount> {
  const wish = { email: `${randomUUID()}@example.com`, plan };
  return json(await callAs(server, server.adminToken, "POST", "/api/admin/accounts", wish), 201);
}

export async function newEndpoint(server: RunningServer, token: string): Promise<CreatedEndpoint> {
  return json(await callAs(server, token, "POST", "/api/endpoints", {}), 201);
}

export async function newKey(server: RunningServer, token: string): Promise<CreatedKey> {
  return json(await callAs(server, token, "POST", "/api/keys", {}), 201);
}

export async function revokeKey(server: RunningServer, token: string, id: string): Promise<void> {
  await json(await callAs(server, token, "DELETE", `/api/keys/${id}`));
}

export async function newWorld(server: RunningServer, plan: PlanName = "plus"): Promise<World> {
  const account = await newAccount(server, plan);
  const endpoint = await newEndpoint(server, account.token);
  return { account, endpoint, key: await newKey(server, account.token) };
}

/** Posts a webhook; the reply must be 200. */
export async function postWebhook({ endpoint }: World, body: string): Promise<Received> {
  return json(await fetch(endpoint.url, { method: "POST", body }));
}

/** One page of the history after `seq`, oldest first, and the total number of requests. */
export async function pageAfter(server: RunningServer, { endpoint, key }: World, seq: number) {
  const path = `/api/endpoints/${endpoint.id}/requests?after=${seq}&limit=${PAGE_LIMIT}`;
  const response = await callAs(server, key.key, "GET", path);
  const { requests, total } = await json<{ requests: unknown[]; total: number }>(response);
  return { requests: requests.map((row) => requestRow.parse(row)), total };
}

/** Everything stored after `seq`, up to and including `to`, read page by page. */
export async function historyAfter(
  server: RunningServer,
  world: World,
  seq: number,
  to = Infinity,
): Promise<RequestRow[]> {
  const rows: RequestRow[] = [];
  for (let after = seq; ; after = rows.at(-1)?.seq ?? after) {
    const { requests } = await pageAfter(server, world, after);
    rows.push(...requests.filter((row) => row.seq <= to));
    if (requests.length < PAGE_LIMIT || rows.length < requests.length) return rows;
  }
}
