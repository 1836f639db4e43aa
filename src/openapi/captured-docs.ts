import { MAX_INLINE_BODY_BYTES } from "../protocol/captured-request.ts";
import * as sample from "./samples.ts";
import type { FieldDoc } from "./types.ts";

/** The fields of a captured request: camelCase in frames, snake_case in the HTTP API. */
const FIELDS: readonly [camelCase: string, snakeCase: string, FieldDoc][] = [
  ["id", "id", { format: "uuid", example: sample.REQUEST_ID }],
  ["endpointId", "endpoint_id", { format: "uuid", example: sample.ENDPOINT_ID }],
  [
    "seq",
    "seq",
    {
      example: 1,
      description: "The number of the request within its endpoint: 1, 2, 3 and so on.",
    },
  ],
  ["method", "method", { example: "POST" }],
  [
    "path",
    "path",
    {
      example: `/h/${sample.ENDPOINT_ID}/orders`,
      description:
        "The path, which begins with `/h/` and the endpoint's id. It is not percent-decoded and has no query.",
    },
  ],
  [
    "headers",
    "headers",
    {
      example: { "content-type": "application/json" },
      description:
        "The headers as an object, without `expect`, `keep-alive`, `transfer-encoding` and `upgrade`.",
    },
  ],
  [
    "rawHeaders",
    "raw_headers",
    {
      example: [["content-type", "application/json"]],
      description: "Every header that the sender sent, as name and value pairs.",
    },
  ],
  [
    "edgeHeaders",
    "edge_headers",
    {
      example: [["cf-ray", "9a1b2c3d4e5f6071-FRA"]],
      description:
        "Headers that Cloudflare added on the way, such as `cf-*`, `cdn-loop`, `x-forwarded-for` and `x-real-ip`. They are not in `headers` and are not forwarded. Absent if there are none, as on one machine.",
    },
  ],
  [
    "query",
    "query",
    {
      example: { test: "1" },
      description: "The query parameters as an object. A repeated name keeps its last value.",
    },
  ],
  [
    "rawQuery",
    "raw_query",
    { example: "test=1", description: "The query string as received, without the `?`." },
  ],
  [
    "body",
    "body",
    {
      example: sample.WEBHOOK_BODY,
      description: "Text or base64, as the encoding says. Empty if the body is `omitted`.",
    },
  ],
  [
    "bodyEncoding",
    "body_encoding",
    {
      example: "utf8",
      description: `\`utf8\` for text, \`base64\` for any other bytes, \`omitted\` for a body above ${MAX_INLINE_BODY_BYTES / 1024 ** 2} MiB or one that does not fit into its frame or on its page.`,
    },
  ],
  [
    "bodyUrl",
    "body_url",
    {
      format: "uri",
      description: "The URL of the exact bytes. Present only if the body is `omitted`.",
    },
  ],
  ["contentType", "content_type", { example: "application/json" }],
  ["ip", "ip", { example: "203.0.113.7", description: "The sender's IP address." }],
  ["userAgent", "user_agent", { example: "Shop/1.0" }],
  [
    "size",
    "size",
    { example: sample.WEBHOOK_BODY.length, description: "The size of the body in bytes." },
  ],
];

/** A captured request under both spellings, and the fields of the frames around it. */
export const CAPTURED_DOCS: Readonly<Record<string, FieldDoc>> = {
  ...Object.fromEntries(FIELDS.map(([name, , doc]) => [`CapturedRequest.${name}`, doc])),
  ...Object.fromEntries(FIELDS.map(([, name, doc]) => [`RequestRow.${name}`, doc])),
  "CapturedRequest.headOmitted": {
    description:
      "Set if the head does not fit into the frame. Then `rawHeaders` is empty and `edgeHeaders` is absent. If that is not enough, `headers`, `query` and `rawQuery` are empty, too. If that is still not enough, `path`, `userAgent` and `contentType` are cut to 1 KiB each. `GET /api/requests/{id}` has the whole request.",
  },
  "Received.id": {
    format: "uuid",
    example: sample.REQUEST_ID,
    description: "The id of the stored request.",
  },
  "ConnectedFrame.payload.lastSeq": {
    example: 1,
    description: "The highest `seq` so far, or 0.",
  },
  "ReplayRequestFrame.payload.replayId": { format: "uuid", example: sample.UUID },
  "ReplayRequestFrame.payload.sourceRequestId": {
    format: "uuid",
    example: sample.REQUEST_ID,
    description: "The id of the request that is replayed.",
  },
  "GapFrame.payload.from": { example: 2, description: "The first `seq` that is not sent." },
  "GapFrame.payload.to": { example: 41, description: "The last `seq` that is not sent." },
  "ErrorFrame.payload.message": { example: "The frame is not valid JSON." },
};
