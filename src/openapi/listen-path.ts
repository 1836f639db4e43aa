import { CLOSE } from "../protocol/close-codes.ts";
import type { ErrorCode } from "../protocol/errors.ts";
import { ERRORS } from "../protocol/errors.ts";
import { MAX_CATCH_UP_BYTES, MAX_CATCH_UP_REQUESTS } from "../protocol/catch-up.ts";
import { MAX_FRAME_BYTES, MIN_FRAME_BYTES, SCRIPT_FRAME_BYTES } from "../protocol/frame-limits.ts";
import { PING_FRAME, SILENT_AFTER_MS } from "../protocol/frames.ts";
import { formatBytes } from "../protocol/plan-table.ts";
import { SECOND_MS } from "../protocol/time-units.ts";
import {
  CLOSE_ABOVE_BYTES,
  OMIT_BODIES_ABOVE_BYTES,
  PING_EVERY_BYTES,
} from "../protocol/unread-limits.ts";
import type { Operation, Parameter, Reply, Schema } from "./types.ts";
import { ERROR_GROUPS, errorReplies, errorReply } from "./errors.ts";
import { pathParameters } from "./operations.ts";
import { resourceOf } from "./resources.ts";
import { refTo } from "./schemas.ts";
import { anyOf } from "./security.ts";

export const LISTEN_PATH = "/ws/{endpointId}";

/** Errors with the usual body. The others are described below. */
export const LISTEN_CODES: readonly ErrorCode[] = [
  "invalid_parameter",
  "not_signed_in",
  "not_a_websocket",
  "internal",
  "unavailable",
];

const DESCRIPTION = [
  "Upgrade the connection to a WebSocket. Errors are returned during the handshake.",
  `**Keep the connection alive.** Send exactly \`${PING_FRAME}\` right after connecting and then every 25 to 30 seconds. The first ping lets the server notice quickly when your connection closes. A listener that has pinged once and then stays silent for ${SILENT_AFTER_MS / SECOND_MS} seconds is disconnected when another listener needs its place.`,
  `**Show that you read.** Send the same ping each time you have received ${formatBytes(PING_EVERY_BYTES)}. The server counts the bytes that it has sent since your last ping, or in the last 60 seconds if you have never pinged. Above ${formatBytes(OMIT_BODIES_ABOVE_BYTES)}, it omits bodies. Above ${formatBytes(CLOSE_ABOVE_BYTES)}, it closes the connection with ${CLOSE.PEER_SILENT}; reconnect with \`since\`. A ping that a timer sends does not show that you read.`,
  `**Resume without gaps.** Remember the last \`seq\` that you handled, and reconnect with \`since\`. You first receive every later request in order, then live requests, without gaps or repeats. If there are more than ${MAX_CATCH_UP_REQUESTS} requests or ${formatBytes(MAX_CATCH_UP_BYTES)} to catch up on, you receive a \`gap\` frame and then only the newest ones.`,
  "**Frames have a maximum size.** If a request does not fit into a frame of `inline` bytes, its body is `omitted`; download it from `bodyUrl`. If its head does not fit either, `headOmitted` is `true`; read the whole request at `/api/requests/{id}`. The default fits the default limits of Node's `ws`, browsers, Python's `websockets` and aiohttp, and Go's gorilla. For Go's nhooyr, set `inline=32768` or raise its limit.",
].join("\n\n");

const QUERY: Parameter[] = [
  query("since", "The last `seq` that you handled. Later requests are sent first.", {
    type: "integer",
    minimum: 0,
  }),
  query(
    "inline",
    `The largest frame that you take, in bytes. The default is ${MAX_FRAME_BYTES} for dashboards and command lines, and ${SCRIPT_FRAME_BYTES} for all others.`,
    { type: "integer", minimum: MIN_FRAME_BYTES, maximum: MAX_FRAME_BYTES },
  ),
  query("client", "The type of client, if you connect with a token.", {
    type: "string",
    enum: ["cli", "web"],
  }),
  query("mode", "What the client does with requests. The list of listeners shows it.", {
    type: "string",
    enum: ["listen", "forward"],
  }),
];

function query(name: string, description: string, schema: Schema): Parameter {
  return { name, in: "query", required: false, description, schema };
}

/** The published client compares this message. The reply has exactly these two fields. */
const CONNECTION_LIMIT: Schema = {
  type: "object",
  properties: {
    error: { type: "string", const: ERRORS.connection_limit[1] },
    max: { type: "integer", description: "How many listeners the endpoint can have." },
  },
  required: ["error", "max"],
};

const FORBIDDEN: Reply = withConnectionLimit(
  errorReply([...ERROR_GROUPS.PlanRefusesKey, "wrong_origin"]),
);

function withConnectionLimit({ description, content }: Reply): Reply {
  const schemas = Object.values(content ?? {}).map(({ schema }) => schema);
  return {
    description: `${description}\n- \`connection_limit\`: The endpoint has as many listeners as its plan allows. This reply has only \`error\` and \`max\`, no code.`,
    content: { "application/json": { schema: { anyOf: [...schemas, CONNECTION_LIMIT] } } },
  };
}

const CLOSE_CODES: Record<string, string> = {
  [CLOSE.NORMAL]:
    "You closed the connection, or the account's owner disconnected you. Do not reconnect.",
  [CLOSE.POLICY_VIOLATION]:
    "You sent 100 frames that were not JSON or were larger than 64 KiB. Correct your client before you reconnect.",
  [CLOSE.CREDENTIAL_REVOKED]: "The credential was revoked. Do not reconnect.",
  [CLOSE.PLAN_LIMIT_LOWERED]: "The plan no longer allows this connection. Do not reconnect.",
  [CLOSE.ENDPOINT_GONE]: "The endpoint was deleted or has expired. Do not reconnect.",
  [CLOSE.PEER_SILENT]:
    "You stopped sending pings, or you do not read what you are sent. Reconnect with `since`.",
};

/** GET /ws/:endpointId. It is not in the table of routes, because its reply is a socket. */
export function listenOperation(): Operation {
  return {
    operationId: "listen",
    tags: [resourceOf(LISTEN_PATH)],
    summary: "Listen on an endpoint",
    description: DESCRIPTION,
    security: anyOf("apiKeyInQuery", "tokenInQuery", "account", "session", "apiKey"),
    parameters: [...pathParameters(LISTEN_PATH), ...QUERY],
    responses: {
      101: { description: "Connected. Each message from the server is a `ServerFrame`." },
      403: FORBIDDEN,
      404: {
        description:
          "The endpoint does not exist, is not yours or has expired. The body is empty, because some clients retry if there is one.",
      },
      ...errorReplies(LISTEN_CODES),
    },
    "x-websocket": {
      receives: refTo("ServerFrame"),
      sends: refTo("ClientFrame"),
      closeCodes: CLOSE_CODES,
    },
  };
}

/** A ping in any other spelling is answered, too, but wakes the endpoint's Durable Object. */
export const CLIENT_FRAME: Schema = {
  description: `A ping. Send it as exactly \`${PING_FRAME}\`. Any other spelling is answered too, but costs the server more.`,
  type: "object",
  properties: { type: { type: "string", const: "ping" } },
  required: ["type"],
};
