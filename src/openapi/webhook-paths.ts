import type { ErrorCode } from "../protocol/errors.ts";
import { HTTP_METHODS, type HttpMethod, type Operation, type PathItem } from "./types.ts";
import { COMPONENT_DOCS } from "./component-docs.ts";
import { errorReplies } from "./errors.ts";
import { pascalCase } from "./names.ts";
import { pathParameters } from "./operations.ts";
import { resourceOf } from "./resources.ts";
import { refTo } from "./schemas.ts";

/** Every error that the sender of a webhook can get. */
export const WEBHOOK_CODES: readonly ErrorCode[] = [
  "paused",
  "endpoint_read_only",
  "endpoint_not_found",
  "endpoint_expired",
  "payload_too_large",
  "daily_limit",
  "endpoint_rate",
  "head_too_large",
  "too_slow",
  "internal",
  "unavailable",
];

/** Methods whose body has a meaning (RFC 9110 9.3). A body of another method is stored, too. */
const WITH_BODY = new Set<HttpMethod>(["post", "put", "patch", "delete"]);

const DESCRIPTION =
  "All methods are captured, including HEAD and OPTIONS. Every CORS preflight is allowed. A request that is refused with an error is not stored and does not count as a request of the day.\n\nThe request is stored as it was sent, except that header names are in lower case, repeated headers are joined with a comma, and `..` in the path is resolved. Cloudflare also rewrites `accept-encoding`, and adds headers that are kept apart in `edgeHeaders`.";

/** ANY /h/:endpointId and below. They are not in the table of routes, because they take no JSON. */
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
    summary: path.endsWith("{path}")
      ? "Send a webhook to a path below the endpoint"
      : "Send a webhook",
    ...(method === "post" && { description: DESCRIPTION }),
    security: [],
    parameters: pathParameters(path).map((parameter) =>
      parameter.name === "path" ? { ...parameter, ...ANY_PATH } : parameter,
    ),
    ...(WITH_BODY.has(method) && { requestBody: ANY_BODY }),
    responses: { 200: RECEIVED, ...errorReplies(WEBHOOK_CODES), default: CUSTOM_RESPONSE },
  };
}

const ANY_PATH = {
  description: "Any path, including slashes.",
  schema: { type: "string" },
};
const ANY_BODY = { required: false, content: { "*/*": { schema: {} } } };
const RECEIVED = {
  description: COMPONENT_DOCS["Received"] ?? "",
  content: { "application/json": { schema: refTo("Received") } },
};
const CUSTOM_RESPONSE = {
  description:
    "The custom response of the endpoint, if its owner has set `response` or `handshakes`. It is sent instead of the 200.",
  content: { "*/*": { schema: {} } },
};
