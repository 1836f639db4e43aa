import { env, exports } from "cloudflare:workers";
import type { CreatedKey } from "../../../src/protocol/api-key.ts";
import type { CreatedEndpoint } from "../../../src/protocol/endpoint.ts";
import type { PlanName } from "../../../src/protocol/plans.ts";
import type { EndpointHub } from "../../../src/worker/hub/endpoint-hub.ts";

/** The origin that the tests' PUBLIC_URL names. */
export const ORIGIN = "https://hooks.test";

export const ADMIN_TOKEN = env.ADMIN_TOKEN ?? "";

/** A request to the worker under test, by path. */
export function call(path: string, init: RequestInit = {}): Promise<Response> {
  return exports.default.fetch(new Request(ORIGIN + path, { redirect: "manual", ...init }));
}

/** A call with a Bearer token; a body is sent as JSON. */
export function callAs(token: string, method: string, path: string, body?: unknown) {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  return call(path, { method, headers, body: body === undefined ? null : JSON.stringify(body) });
}

export interface TestAccount {
  id: string;
  email: string;
  token: string;
}

/** A fresh account, made as an operator makes one. */
export async function newAccount(plan: PlanName = "plus"): Promise<TestAccount> {
  const email = `${crypto.randomUUID()}@example.com`;
  const response = await callAs(ADMIN_TOKEN, "POST", "/api/admin/accounts", { email, plan });
  return json<TestAccount>(response, 201);
}

export async function newEndpoint(
  { token }: TestAccount,
  wish: Record<string, unknown> = {},
): Promise<CreatedEndpoint> {
  return json(await callAs(token, "POST", "/api/endpoints", wish), 201);
}

export async function newKey(
  { token }: TestAccount,
  wish: Record<string, unknown> = {},
): Promise<CreatedKey> {
  return json(await callAs(token, "POST", "/api/keys", wish), 201);
}

/** Reads a JSON reply, and fails with its text where the status is another one. */
export async function json<Body>(response: Response, status = 200): Promise<Body> {
  const text = await response.text();
  if (response.status !== status) throw new Error(`${response.status}, not ${status}: ${text}`);
  return JSON.parse(text) as Body;
}

/** Posts a webhook; the reply must be 200. */
export async function postWebhook(endpointId: string, body: BodyInit | null = "hello") {
  const response = await call(`/h/${endpointId}`, { method: "POST", body });
  return json<{ received: true; id: string; timestamp: number }>(response);
}

export function hubOf(endpointId: string): DurableObjectStub<EndpointHub> {
  return env.HUB.getByName(endpointId);
}
