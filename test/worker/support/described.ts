import Ajv2020 from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { expect } from "vitest";
import type { HttpMethod, OpenApi, Operation, Reply, Schema } from "../../../src/openapi/types.ts";
import description from "../../../docs/openapi.json";
import { call } from "./world.ts";

/**
 * The OpenAPI document, closed. The published one permits fields that may be added later. Here, a
 * field that it does not name is one that we forgot to describe. The schema of errors stays open:
 * each reply that refers to it adds details, and is closed around both.
 */
export const API = closed(description);

/** Every operation with its method and path. */
export const OPERATIONS = Object.entries(API.paths).flatMap(([path, item]) =>
  (Object.entries(item) as [HttpMethod, Operation][]).map(([method, operation]) => ({
    method: method.toUpperCase(),
    path,
    operation,
    pattern: new RegExp(`^${path.replace("{path}", ".+").replaceAll(/\{\w+\}/g, "[^/]+")}$`),
  })),
);

/** The replies so far: `getEndpoint 200`, `getEndpoint endpoint_not_found`. */
const seen = new Set<string>();

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

/** Sends a request whose reply must match the document. Resolves to its JSON, if any. */
export async function checkedCall<Body = unknown>(
  method: string,
  path: string,
  init: RequestInit = {},
  send: (path: string, init: RequestInit) => Promise<Response> = call,
): Promise<Body> {
  const reply = await send(path, { ...init, method });
  return (await expectDescribed(method, path, reply)) as Body;
}

/** Like `checkedCall`, with a Bearer token. Sends a body as JSON. */
export function checkedCallAs<Body = unknown>(
  token: string,
  method: string,
  path: string,
  body?: unknown,
): Promise<Body> {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const text = body === undefined ? null : JSON.stringify(body);
  return checkedCall(method, path, { headers, body: text });
}

/** Checks a reply against the document's description of its operation. Resolves to its JSON. */
export async function expectDescribed(method: string, path: string, response: Response) {
  const [pathname = ""] = path.split("?");
  const found = OPERATIONS.find((one) => one.method === method && one.pattern.test(pathname));
  if (!found) throw new Error(`${method} ${pathname} is not described.`);
  const { operationId, responses } = found.operation;
  const text = response.webSocket ? "" : await response.text();
  const status = response.status in responses ? response.status : "default";
  const what = `${operationId} ${status}`;
  const reply = responses[status];
  // "default" is the response that an endpoint's owner has set, so it must not be our error.
  const isUnknown = !reply || (status === "default" && text.includes('"requestId"'));
  if (isUnknown) throw new Error(`${operationId} ${response.status} is not described: ${text}`);
  const body = expectReply(resolved(reply), response, method === "HEAD" ? null : text, what);
  seen.add(what);
  seen.add(`${operationId} ${outcomeOf(body)}`);
  return body;
}

function resolved(reply: Operation["responses"][string]): Reply {
  if (!("$ref" in reply)) return reply;
  const shared = API.components.responses[reply.$ref.split("/").at(-1) ?? ""];
  if (!shared) throw new Error(`${reply.$ref} is not defined.`);
  return shared;
}

/** @param text null if replies to this method have no body */
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

/** Throws if a value does not match a schema of the document, or has more fields. */
export function expectValid(schema: Schema, value: unknown, what: string): void {
  const bundled = JSON.stringify(schema).replaceAll('"$ref":"#/', '"$ref":"api#/');
  const validate = ajv.compile(JSON.parse(bundled));
  if (validate(value)) return;
  throw new Error(`${what}: ${ajv.errorsText(validate.errors)} in ${JSON.stringify(value)}`);
}

/** Checks a frame against the document's description of frames from the server. */
export function expectFrame(frame: unknown): void {
  expectValid({ $ref: "#/components/schemas/ServerFrame" }, frame, "frame");
}

function outcomeOf(body: unknown): string {
  const isError = typeof body === "object" && body !== null && "error" in body;
  if (!isError) return "done";
  return "code" in body ? String(body.code) : "connection_limit";
}

/** The error code of a refusal. */
export async function codeOf(reply: Promise<unknown>): Promise<string | undefined> {
  return ((await reply) as { code?: string } | undefined)?.code;
}

/** Which test file covers the operations of which resources. */
export const STORIES = {
  inbox: ["Webhooks", "Endpoints", "Requests"],
  listening: ["Listening", "Replay"],
  accounts: ["API keys", "Signatures", "Signing in", "Account", "Operator", "Server"],
};

/**
 * Codes that the stories need not produce: `callers.test.ts` covers the errors that all operations
 * share, and no test can make the server fail at will.
 */
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
  // Reaching it takes a thousand sign-ins.
  "sign_in_limit",
]);

/** Fails unless every documented reply of these resources' operations has been seen. */
export function expectAllSeen(resources: readonly string[]): void {
  const expected = OPERATIONS.filter(({ operation }) =>
    operation.tags.some((tag) => resources.includes(tag)),
  ).flatMap(documentedReplies);
  expect(expected.filter((reply) => !seen.has(reply))).toEqual([]);
}

function documentedReplies({ method, path, operation }: (typeof OPERATIONS)[number]): string[] {
  const { operationId, responses } = operation;
  const replies = Object.entries(responses).flatMap(([status, reply]) => {
    if (!/^[45]/.test(status)) return [status];
    // A webhook is refused for the same reasons with any method.
    if (path.startsWith("/h/") && method !== "POST") return [];
    const codes = [...resolved(reply).description.matchAll(/^- `(\w+)`/gm)].map(([, code]) => code);
    return codes.length === 0 ? [status] : codes.filter((code = "") => !NOT_IN_STORIES.has(code));
  });
  return replies.map((reply) => `${operationId} ${reply}`);
}
