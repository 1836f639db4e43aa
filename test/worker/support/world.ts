import { env, exports } from "cloudflare:workers";
import { expect } from "vitest";
import { createClient, type HookNexus, type HookNexusError } from "../../../src/client/index.ts";
import type { CreatedKey, CreateKeyBody } from "../../../src/protocol/api-key.ts";
import type { CreatedEndpoint, CreateEndpointBody } from "../../../src/protocol/endpoint.ts";
import type { PlanName } from "../../../src/protocol/plans.ts";
import type { EndpointHub } from "../../../src/worker/hub/endpoint-hub.ts";
import { expectAsDeclared } from "./contract.ts";

/** The origin that the tests' PUBLIC_URL names. */
export const ORIGIN = "https://hooks.test";

export const ADMIN_TOKEN = env.ADMIN_TOKEN ?? "";

/** Calls the worker under test. The reply must match the protocol's declaration. */
export async function call(path: string, init: RequestInit = {}): Promise<Response> {
  const request = new Request(ORIGIN + path, { redirect: "manual", ...init });
  const response = await exports.default.fetch(request);
  await expectAsDeclared(request, response);
  return response;
}

/** Like `call`, with a Bearer token. Sends a body as JSON. */
export function callAs(token: string, method: string, path: string, body?: unknown) {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  return call(path, { method, headers, body: body === undefined ? null : JSON.stringify(body) });
}

/** A client with an account's token, an API key or neither. */
export function clientOf({ token }: { token?: string } = {}): HookNexus {
  return createClient({ url: ORIGIN, token, fetch: (url, init) => call(pathOf(url), init) });
}

/** The path and query of a URL of the worker. */
export function pathOf(url: string): string {
  return url.slice(ORIGIN.length);
}

/** A client with the operator's token. */
export const operator = clientOf({ token: ADMIN_TOKEN });

export interface TestAccount {
  id: string;
  email: string;
  token: string;
}

/** A fresh account, created through the operator's API. */
export function newAccount(plan: PlanName = "plus"): Promise<TestAccount> {
  return operator.admin.provideAccount({ email: `${crypto.randomUUID()}@example.com`, plan });
}

export function setPlan({ id }: TestAccount, plan: PlanName) {
  return operator.admin.changeAccount(id, { plan });
}

export function newEndpoint(
  account: TestAccount,
  body: CreateEndpointBody = {},
): Promise<CreatedEndpoint> {
  return clientOf(account).endpoints.create(body);
}

export function newKey(account: TestAccount, body: CreateKeyBody = {}): Promise<CreatedKey> {
  return clientOf(account).keys.create(body);
}

/** Makes a call many times concurrently. Resolves to the results and to the errors. */
export async function race<Value>(times: number, make: () => Promise<Value>) {
  const settled = await Promise.allSettled(Array.from({ length: times }, make));
  return {
    done: settled.flatMap((one) => (one.status === "fulfilled" ? [one.value] : [])),
    refusals: settled.flatMap((one) => (one.status === "rejected" ? [one.reason as unknown] : [])),
  };
}

/** Expects that each of these calls is refused with this error. */
export async function expectRefusals(
  calls: Promise<unknown>[],
  refusal: Pick<HookNexusError, "status"> & Partial<HookNexusError>,
): Promise<void> {
  for (const one of await Promise.allSettled(calls)) {
    expect(one).toMatchObject({ status: "rejected", reason: refusal });
  }
}

/** Reads a JSON reply. Throws with its text if the status differs. */
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
