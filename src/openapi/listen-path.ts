import { CLOSE } from "../protocol/close-codes.ts";
import type { ErrorCode } from "../protocol/errors.ts";
import { ERRORS } from "../protocol/errors.ts";
import { PING_FRAME } from "../protocol/frames.ts";
import type { Operation, Parameter, Reply, Schema } from "./types.ts";
import { refusals, refusalReply, TOGETHER } from "./errors.ts";
import { pathParameters } from "./operations.ts";
import { resourceOf } from "./resources.ts";
import { refTo } from "./schemas.ts";
import { anyOf } from "./security.ts";

export const LISTEN_PATH = "/ws/{endpointId}";

/** Refusals that say what errors say; the others are below. */
export const LISTEN_CODES: readonly ErrorCode[] = [
  "invalid_parameter",
  "not_signed_in",
  "not_a_websocket",
  "internal",
  "unavailable",
];

const DESCRIPTION = [
  "Upgrade to a WebSocket. Who may not listen is refused in the handshake.",
  `**Stay alive.** Send exactly \`${PING_FRAME}\` at once and every 25 to 30 s. Who has pinged and then falls silent for 90 s gives its place up as soon as another wants it.`,
  "**Miss nothing.** Remember the last `seq` that you handled and connect with `since`: what came after it is sent first, in order, then live traffic, with no gap and no repeat. If that is more than 100 requests or 4 MiB, a `gap` comes first and then the newest of them.",
].join("\n\n");

const QUERY: Parameter[] = [
  query("since", "The last `seq` that you have seen: what came after it is sent first.", {
    type: "integer",
    minimum: 0,
  }),
  query("client", "What kind of client it is, where a token says who asks.", {
    type: "string",
    enum: ["cli", "web"],
  }),
  query("mode", "What it does with what it hears; listeners are listed with it.", {
    type: "string",
    enum: ["listen", "forward"],
  }),
];

function query(name: string, description: string, schema: Schema): Parameter {
  return { name, in: "query", required: false, description, schema };
}

/** Told to clients that compare the sentence: exactly these two fields. */
const CONNECTION_LIMIT: Schema = {
  type: "object",
  properties: {
    error: { type: "string", const: ERRORS.connection_limit[1] },
    max: { type: "integer", description: "Listeners that the endpoint may have." },
  },
  required: ["error", "max"],
};

const NOT_LET_IN: Reply = withConnectionLimit(
  refusalReply([...TOGETHER.PlanRefusesKey, "wrong_origin"]),
);

function withConnectionLimit({ description, content }: Reply): Reply {
  const schemas = Object.values(content ?? {}).map(({ schema }) => schema);
  return {
    description: `${description}\n- \`connection_limit\`: Every place is taken. It says \`error\` and \`max\` alone, no code.`,
    content: { "application/json": { schema: { anyOf: [...schemas, CONNECTION_LIMIT] } } },
  };
}

const CLOSE_CODES: Record<string, string> = {
  [CLOSE.NORMAL]: "You closed it, or the account's owner disconnected you. Stay away.",
  [CLOSE.POLICY_VIOLATION]: "A hundred of your frames were no JSON, or too large. Mend that first.",
  [CLOSE.CREDENTIAL_REVOKED]: "The credential was revoked. Stay away.",
  [CLOSE.PLAN_LIMIT_LOWERED]: "The plan now allows fewer sockets. Stay away.",
  [CLOSE.ENDPOINT_GONE]: "The endpoint was deleted or has expired. Stay away.",
  [CLOSE.PEER_SILENT]: "You fell silent for too long. Connect again.",
};

/** GET /ws/:endpointId. It stands beside the table of routes: what it answers with is a socket. */
export function listenOperation(): Operation {
  return {
    operationId: "listen",
    tags: [resourceOf(LISTEN_PATH)],
    summary: "Listen on an endpoint",
    description: DESCRIPTION,
    security: anyOf("apiKeyInQuery", "tokenInQuery", "account", "session", "apiKey"),
    parameters: [...pathParameters(LISTEN_PATH), ...QUERY],
    responses: {
      101: { description: "Let in. What comes over the socket are frames, as `ServerFrame` says." },
      403: NOT_LET_IN,
      404: {
        description:
          "There is no such endpoint of yours, or it has expired. The body is empty: some clients take one for a reason to try again.",
      },
      ...refusals(LISTEN_CODES),
    },
    "x-websocket": {
      receives: refTo("ServerFrame"),
      sends: refTo("ClientFrame"),
      closeCodes: CLOSE_CODES,
    },
  };
}

/** What a listener may send; anything else of type "ping" is answered too, only not as cheaply. */
export const CLIENT_FRAME: Schema = {
  description: "A ping, sent as exactly this text, is answered without waking anything.",
  type: "object",
  properties: { type: { type: "string", const: "ping" } },
  required: ["type"],
};
