import Ajv2020 from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { expect } from "vitest";
import type { HttpMethod, OpenApi, Operation, Reply, Schema } from "../../../src/openapi/types.ts";
import description from "../../../docs/openapi.json";
import { call } from "./world.ts";

/**
 * The document with nothing left open. What we serve leaves room for fields that are yet to come;
 * here a field that it does not name was forgotten. The error's own schema stays open: each reply
 * that refers to it adds details of its own, and is closed around both.
 */
export const API = closed(description);

/** Every operation with where it stands. */
export const OPERATIONS = Object.entries(API.paths).flatMap(([path, item]) =>
  (Object.entries(item) as [HttpMethod, Operation][]).map(([method, operation]) => ({
    method: method.toUpperCase(),
    path,
    operation,
    pattern: new RegExp(`^${path.replace("{path}", ".+").replaceAll(/\{\w+\}/g, "[^/]+")}$`),
  })),
);

/** What was answered so far: `getEndpoint 200`, `getEndpoint endpoint_not_found`. */
export const seen = new Set<string>();

const ajv = new Ajv2020({ strict: false });
addFormats.default(ajv);
ajv.addSchema({ $id: "api", components: API.components });

function closed(api: OpenApi): OpenApi {
  const open = api.components.schemas["ErrorBody"];
  const close = (value: unknown): unknown => {
    if (typeof value !== "object" || value === null) return value;
    if (Array.isArray(value)) return value.map(close);
    const inner = Object.fromEntries(Object.entries(value).map(([key, one]) => [key, close(one)]));
    const isClosable = "properties" in value && value !== open;
    return isClosable ? { ...inner, unevaluatedProperties: false } : inner;
  };
  return close(api) as OpenApi;
}

/** A call whose reply must be as the document has it; gives back its JSON, if it has any. */
export async function ask<Body = unknown>(
  method: string,
  path: string,
  init: RequestInit = {},
  send: (path: string, init: RequestInit) => Promise<Response> = call,
): Promise<Body> {
  const reply = await send(path, { ...init, method });
  return (await expectDescribed(method, path, reply)) as Body;
}

/** The same with a Bearer token; a body is sent as JSON. */
export function askAs<Body = unknown>(
  token: string,
  method: string,
  path: string,
  body?: unknown,
): Promise<Body> {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const text = body === undefined ? null : JSON.stringify(body);
  return ask(method, path, { headers, body: text });
}

/** Holds a reply against what the document says of its operation; gives back its JSON. */
export async function expectDescribed(method: string, path: string, response: Response) {
  const [pathname = ""] = path.split("?");
  const found = OPERATIONS.find((one) => one.method === method && one.pattern.test(pathname));
  if (!found) throw new Error(`${method} ${pathname} is not described.`);
  const { operationId, responses } = found.operation;
  const text = response.webSocket ? "" : await response.text();
  const status = response.status in responses ? response.status : "default";
  const what = `${operationId} ${status}`;
  const reply = responses[status];
  // "default" is what an endpoint's owner has set: no refusal of ours.
  const isUnknown = !reply || (status === "default" && text.includes('"requestId"'));
  if (isUnknown) throw new Error(`${operationId} ${response.status} is not described: ${text}`);
  const body = expectReply(resolved(reply), response, method === "HEAD" ? null : text, what);
  seen.add(what);
  seen.add(`${operationId} ${saidBy(body)}`);
  return body;
}

function resolved(reply: Operation["responses"][string]): Reply {
  if (!("$ref" in reply)) return reply;
  const shared = API.components.responses[reply.$ref.split("/").at(-1) ?? ""];
  if (!shared) throw new Error(`${reply.$ref} leads nowhere.`);
  return shared;
}

/** @param text null where the method has no bodies */
function expectReply(reply: Reply, response: Response, text: string | null, what: string): unknown {
  for (const name of Object.keys(reply.headers ?? {})) {
    expect(response.headers.has(name), `${what} has the header ${name}`).toBe(true);
  }
  if (text === null) return undefined;
  if (!reply.content) expect(text, what).toBe("");
  const schema = reply.content?.["application/json"]?.schema;
  if (!schema) return undefined;
  expect(response.headers.get("content-type"), what).toMatch(/^application\/json/);
  const body: unknown = JSON.parse(text);
  expectValid(schema, body, what);
  return body;
}

/** Fails where a value is not as a schema of the document has it, or has more. */
export function expectValid(schema: Schema, value: unknown, what: string): void {
  const bundled = JSON.stringify(schema).replaceAll('"$ref":"#/', '"$ref":"api#/');
  const validate = ajv.compile(JSON.parse(bundled));
  if (validate(value)) return;
  throw new Error(`${what}: ${ajv.errorsText(validate.errors)} in ${JSON.stringify(value)}`);
}

/** Holds a frame against what the document says that the server sends. */
export function expectFrame(frame: unknown): void {
  expectValid({ $ref: "#/components/schemas/ServerFrame" }, frame, "frame");
}

function saidBy(body: unknown): string {
  const isError = typeof body === "object" && body !== null && "error" in body;
  if (!isError) return "done";
  return "code" in body ? String(body.code) : "connection_limit";
}

/** A refusal's code. */
export async function codeOf(asking: Promise<unknown>): Promise<string | undefined> {
  return ((await asking) as { code?: string } | undefined)?.code;
}

/** Which file of tests has all of a resource's operations answer. */
export const STORIES = {
  inbox: ["Webhooks", "Endpoints", "Requests"],
  listening: ["Listening", "Replay"],
  accounts: ["API keys", "Signatures", "Signing in", "Account", "Operator", "Server"],
};

/** What operations answer alike is `callers.test.ts` to look at; failures are not made at will. */
const NOT_IN_STORIES = new Set([
  "malformed_json",
  "invalid_field",
  "body_too_large",
  "not_signed_in",
  "key_not_allowed",
  "plan_without_keys",
  "key_suspended",
  "wrong_origin",
  "not_found",
  "internal",
  "unavailable",
  // It takes a thousand sign-ins.
  "sign_in_limit",
]);

/** Fails where an operation of these resources has not answered in some way that it can. */
export function expectAllMet(resources: readonly string[]): void {
  const expected = OPERATIONS.filter(({ operation }) =>
    operation.tags.some((tag) => resources.includes(tag)),
  ).flatMap(waysToAnswer);
  expect(expected.filter((way) => !seen.has(way))).toEqual([]);
}

function waysToAnswer({ method, path, operation }: (typeof OPERATIONS)[number]): string[] {
  const { operationId, responses } = operation;
  const ways = Object.entries(responses).flatMap(([status, reply]) => {
    if (!/^[45]/.test(status)) return [status];
    // A webhook is refused for the same reasons by whatever method it comes.
    if (path.startsWith("/h/") && method !== "POST") return [];
    const codes = [...resolved(reply).description.matchAll(/^- `(\w+)`/gm)].map(([, code]) => code);
    return codes.length === 0 ? [status] : codes.filter((code = "") => !NOT_IN_STORIES.has(code));
  });
  return ways.map((way) => `${operationId} ${way}`);
}
