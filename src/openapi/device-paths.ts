import {
  askForDeviceCodeBody,
  deviceAuthorization,
  deviceErrorCode,
  deviceToken,
  deviceTokenBody,
  deviceTokenError,
  type DeviceErrorCode,
} from "../protocol/device.ts";
import { ERRORS, type ErrorCode } from "../protocol/errors.ts";
import type { Content, Operation, PathItem, Reply } from "./types.ts";
import { COMPONENT_DOCS } from "./component-docs.ts";
import { refusals } from "./errors.ts";
import { resourceOf } from "./resources.ts";
import { nameOf, refTo } from "./schemas.ts";

/** A failure of ours is answered as everywhere: the RFCs have no word for it. */
export const DEVICE_CODES: readonly ErrorCode[] = ["internal"];

/**
 * Signing a machine in, RFC 8628. The two stand beside the table of routes: they take forms, and
 * their errors are the RFC's, not ours.
 */
export function devicePaths(): Record<string, PathItem> {
  return { "/auth/device": { post: askForCodes() }, "/auth/device/token": { post: poll() } };
}

function askForCodes(): Operation {
  return {
    operationId: "askForDeviceCode",
    tags: [resourceOf("/auth/device")],
    summary: "Ask for the codes that sign a machine in",
    description:
      "As RFC 8628 has it: show the person `user_code` and `verification_uri`, then poll for the token. A network may ask for 100 codes an hour.",
    security: [],
    requestBody: { required: false, content: formOrJson(askForDeviceCodeBody) },
    responses: {
      200: success(deviceAuthorization),
      400: refusal(["invalid_request"]),
      429: { ...refusal(["slow_down"]), headers: RETRY_AFTER },
      ...refusals(DEVICE_CODES),
    },
  };
}

const RETRY_AFTER = {
  "Retry-After": {
    description: "Seconds until the network may ask again.",
    schema: { type: "integer", minimum: 1 },
  },
};

function poll(): Operation {
  return {
    operationId: "pollForDeviceToken",
    tags: [resourceOf("/auth/device/token")],
    summary: "Poll for a machine's token",
    description:
      "`interval` seconds apart, until there is a token or an error other than `authorization_pending` and `slow_down`.",
    security: [],
    requestBody: { required: true, content: formOrJson(deviceTokenBody) },
    responses: {
      200: success(deviceToken),
      400: refusal(deviceErrorCode.options),
      ...refusals(DEVICE_CODES),
    },
  };
}

type Named = Parameters<typeof nameOf>[0];

function formOrJson(schema: Named): Content {
  const body = { schema: refTo(nameOf(schema)) };
  return { "application/x-www-form-urlencoded": body, "application/json": body };
}

function success(schema: Named): Reply {
  const name = nameOf(schema);
  return {
    description: COMPONENT_DOCS[name] ?? name,
    content: { "application/json": { schema: refTo(name) } },
  };
}

function refusal(codes: readonly DeviceErrorCode[]): Reply {
  const narrowed = { enum: [...codes] };
  const schema = {
    ...refTo(nameOf(deviceTokenError)),
    properties: { error: narrowed, code: narrowed },
  };
  return {
    description: codes.map((code) => `- \`${code}\`: ${sentenceOf(code)}`).join("\n"),
    content: { "application/json": { schema } },
  };
}

/** The RFC has one word for all that can be wrong with what was sent; we have several. */
function sentenceOf(code: DeviceErrorCode): string {
  if (code !== "invalid_request") return ERRORS[code][1];
  return "A field is missing, repeated or of a wrong kind, or the body can't be read.";
}
