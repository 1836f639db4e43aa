import type { ErrorCode } from "../protocol/errors.ts";
import { HTTP_METHODS, type HttpMethod, type Operation, type PathItem } from "./types.ts";
import { COMPONENT_DOCS } from "./component-docs.ts";
import { refusals } from "./errors.ts";
import { pascalCase } from "./names.ts";
import { pathParameters } from "./operations.ts";
import { resourceOf } from "./resources.ts";
import { refTo } from "./schemas.ts";

/** What a webhook's sender can be told, but for "received". */
export const WEBHOOK_CODES: readonly ErrorCode[] = [
  "paused",
  "endpoint_read_only",
  "endpoint_not_found",
  "endpoint_expired",
  "payload_too_large",
  "daily_limit",
  "internal",
  "unavailable",
];

/** Methods whose body means something (RFC 9110 9.3); one that comes all the same is kept. */
const WITH_BODY = new Set<HttpMethod>(["post", "put", "patch", "delete"]);

const DESCRIPTION =
  "Any method is captured, HEAD and OPTIONS too, and a CORS preflight is allowed whatever it asks. What is refused is not stored and counts towards nothing. Header names come in lower case, repeated headers are joined with a comma, `accept-encoding` is added or rewritten and `..` in a path is resolved; all else is as it was sent.";

/** ANY /h/:endpointId and below. They stand beside the table of routes: they take no JSON. */
export function webhookPaths(): Record<string, PathItem> {
  return {
    "/h/{endpointId}": pathItem("/h/{endpointId}", "capture"),
    "/h/{endpointId}/{path}": pathItem("/h/{endpointId}/{path}", "captureBelow"),
  };
}

function pathItem(path: string, name: string): PathItem {
  const operations = HTTP_METHODS.map((method) => [method, operation(path, name, method)]);
  return Object.fromEntries(operations) as PathItem;
}

function operation(path: string, name: string, method: HttpMethod): Operation {
  return {
    operationId: name + pascalCase(method),
    tags: [resourceOf(path)],
    summary: path.endsWith("{path}") ? "Send a webhook to a path below" : "Send a webhook",
    ...(method === "post" && { description: DESCRIPTION }),
    security: [],
    parameters: pathParameters(path).map((parameter) =>
      parameter.name === "path" ? { ...parameter, ...ANY_PATH } : parameter,
    ),
    ...(WITH_BODY.has(method) && { requestBody: ANY_BODY }),
    responses: { 200: RECEIVED, ...refusals(WEBHOOK_CODES), default: AS_SET },
  };
}

const ANY_PATH = {
  description: "Whatever the sender likes, slashes included.",
  schema: { type: "string" },
};
const ANY_BODY = { required: false, content: { "*/*": { schema: {} } } };
const RECEIVED = {
  description: COMPONENT_DOCS["Received"] ?? "",
  content: { "application/json": { schema: refTo("Received") } },
};
const AS_SET = {
  description:
    "As the endpoint's owner has set it, in place of the 200 above: see `response` and `handshakes` of an endpoint.",
  content: { "*/*": { schema: {} } },
};
