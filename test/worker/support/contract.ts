import { expect } from "vitest";
import { ERRORS, errorBody, type ErrorCode } from "../../../src/protocol/errors.ts";
import { received } from "../../../src/protocol/replies.ts";
import { errorsOf } from "../../../src/protocol/route-errors.ts";
import type { Route } from "../../../src/protocol/route.ts";
import { ROUTES } from "../../../src/protocol/routes.ts";

/** Errors of `/h`, which is not in the route table: that has JSON routes only. */
const INGEST_ERRORS: readonly ErrorCode[] = [
  "endpoint_not_found",
  "endpoint_expired",
  "endpoint_read_only",
  "paused",
  "payload_too_large",
  "too_slow",
  "daily_limit",
  "endpoint_rate",
  "head_too_large",
  "unavailable",
  "internal",
];

const PATTERNS = Object.values(ROUTES).map((route: Route) => ({
  route,
  pattern: new RegExp(`^${route.path.replaceAll(/:\w+/g, "[^/]+")}$`),
}));

/**
 * Checks a reply against the protocol's declaration of its route: an undeclared status, code or
 * field fails. The reply's body stays unread.
 *
 * @param url the absolute URL of the request
 */
export async function expectAsDeclared(
  { method, url }: { method: string; url: string },
  reply: Response,
): Promise<void> {
  const { pathname } = new URL(url);
  const what = `${method} ${pathname} → ${reply.status}`;
  if (pathname.startsWith("/h/")) return expectIngestReply(reply, what);
  const found = PATTERNS.find(
    ({ route, pattern }) => route.method === method && pattern.test(pathname),
  );
  if (found) await expectReplyOf(found.route, reply, what);
  else if (reply.status >= 400 && isJson(reply)) await expectError(reply, what);
}

async function expectReplyOf(route: Route, reply: Response, what: string): Promise<void> {
  if (reply.status >= 400) {
    const { code } = await expectError(reply, what);
    return expectCode(code, errorsOf(route), reply.status, what);
  }
  const declared = route.replies[reply.status];
  if (declared === undefined) throw new Error(`${what} is not declared.`);
  if (declared !== "bytes") await expectExactly(declared, reply, what);
}

/** A success that is not ours is the response that the endpoint's owner has set: any bytes. */
async function expectIngestReply(reply: Response, what: string): Promise<void> {
  if (!isJson(reply) || reply.body === null) return;
  const json = await peek(reply, what);
  if (isObject(json) && "received" in json) return expectExactly(received, reply, what);
  if (!isObject(json) || !("requestId" in json)) return;
  const { code } = await expectError(reply, what);
  expectCode(code, INGEST_ERRORS, reply.status, what);
}

/** An undeclared field is one that the schema would strip or change. */
async function expectExactly(
  schema: Exclude<Route["replies"][number], "bytes">,
  reply: Response,
  what: string,
): Promise<void> {
  const json = await peek(reply, what);
  expect(schema.safeParse(json), what).toEqual({ success: true, data: json });
}

async function expectError(reply: Response, what: string): Promise<{ code: string }> {
  const parsed = errorBody.safeParse(await peek(reply, what));
  if (parsed.success) return parsed.data;
  // The one error without a code: the published client compares it whole (contract.md).
  const isConnectionLimit = what.includes(" /ws/") && reply.status === 403;
  if (isConnectionLimit) return { code: "connection_limit" };
  throw new Error(`${what}: the error does not have the common shape: ${parsed.error.message}`);
}

function expectCode(code: string, declared: readonly ErrorCode[], status: number, what: string) {
  const known = declared.find((one) => one === code);
  if (!known) throw new Error(`${what}: the code ${code} is not declared.`);
  expect(status, `${what} ${code}`).toBe(ERRORS[known][0]);
}

async function peek(reply: Response, what: string): Promise<unknown> {
  const text = await reply.clone().text();
  try {
    return JSON.parse(text, withoutProto);
  } catch {
    throw new Error(`${what}: not JSON: ${JSON.stringify(text.slice(0, 200))}`);
  }
}

/** Zod drops a header or query parameter of this name, so that it can't become a prototype. */
function withoutProto(name: string, value: unknown): unknown {
  return name === "__proto__" ? undefined : value;
}

function isJson({ headers }: Response): boolean {
  return headers.get("content-type")?.startsWith("application/json") ?? false;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
