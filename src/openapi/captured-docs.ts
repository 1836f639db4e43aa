import { MAX_INLINE_BODY_BYTES } from "../protocol/captured-request.ts";
import * as sample from "./samples.ts";
import type { FieldDoc } from "./types.ts";

/** A captured request's fields: the socket has them in camelCase, the HTTP API in snake_case. */
const FIELDS: readonly [camelCase: string, snakeCase: string, FieldDoc][] = [
  ["id", "id", { format: "uuid", example: sample.REQUEST_ID }],
  ["endpointId", "endpoint_id", { format: "uuid", example: sample.ENDPOINT_ID }],
  ["seq", "seq", { example: 1, description: "1, 2, 3… within the endpoint." }],
  ["method", "method", { example: "POST" }],
  [
    "path",
    "path",
    {
      example: `/h/${sample.ENDPOINT_ID}/orders`,
      description: "Begins with `/h/` and the endpoint's id; percent-encoded as delivered.",
    },
  ],
  [
    "headers",
    "headers",
    {
      example: { "content-type": "application/json" },
      description: "Without `expect`, `keep-alive`, `transfer-encoding` and `upgrade`.",
    },
  ],
  [
    "rawHeaders",
    "raw_headers",
    {
      example: [["content-type", "application/json"]],
      description: "Every header that the runtime delivers, as pairs.",
    },
  ],
  [
    "query",
    "query",
    { example: { test: "1" }, description: "A repeated name keeps its last value." },
  ],
  ["rawQuery", "raw_query", { example: "test=1", description: "As delivered, without the `?`." }],
  ["body", "body", { example: sample.WEBHOOK_BODY, description: "Empty where it is `omitted`." }],
  [
    "bodyEncoding",
    "body_encoding",
    {
      example: "utf8",
      description: `\`base64\` for what is not UTF-8; \`omitted\` above ${MAX_INLINE_BODY_BYTES / 1024 ** 2} MiB.`,
    },
  ],
  [
    "bodyUrl",
    "body_url",
    { format: "uri", description: "Where the exact bytes are, of what is `omitted`." },
  ],
  ["contentType", "content_type", { example: "application/json" }],
  ["ip", "ip", { example: "203.0.113.7", description: "Of the sender." }],
  ["userAgent", "user_agent", { example: "Shop/1.0" }],
  ["size", "size", { example: sample.WEBHOOK_BODY.length, description: "Bytes of the body." }],
];

/** The same words under both names, and what else a listener is sent. */
export const CAPTURED_DOCS: Readonly<Record<string, FieldDoc>> = {
  ...Object.fromEntries(FIELDS.map(([name, , doc]) => [`CapturedRequest.${name}`, doc])),
  ...Object.fromEntries(FIELDS.map(([, name, doc]) => [`RequestRow.${name}`, doc])),
  "Received.id": {
    format: "uuid",
    example: sample.REQUEST_ID,
    description: "Of the stored request.",
  },
  "ConnectedFrame.payload.lastSeq": { example: 1, description: "The last `seq` stored so far." },
  "ReplayRequestFrame.payload.replayId": { format: "uuid", example: sample.UUID },
  "ReplayRequestFrame.payload.sourceRequestId": { format: "uuid", example: sample.REQUEST_ID },
  "GapFrame.payload.from": { example: 2, description: "The first `seq` that was left out." },
  "GapFrame.payload.to": { example: 41, description: "The last one." },
  "ErrorFrame.payload.message": { example: "The frame is not valid JSON." },
};
