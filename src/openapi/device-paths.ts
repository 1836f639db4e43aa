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
import { errorReplies } from "./errors.ts";
import { resourceOf } from "./resources.ts";
import { nameOf, refTo } from "./schemas.ts";

/** The RFCs have no codes for failures of a server, so these have the same replies as elsewhere. */
export const DEVICE_CODES: readonly ErrorCode[] = ["internal", "unavailable"];

/**
 * The device authorization grant (RFC 8628). These routes are not in the table of routes, because
 * they also take forms, and their errors are the RFC's.
 */
export function devicePaths(): Record<string, PathItem> {
  return { "/auth/device": { post: askForCodes() }, "/auth/device/token": { post: poll() } };
}

function askForCodes(): Operation {
  return {
    operationId: "askForDeviceCode",
    tags: [resourceOf("/auth/device")],
    summary: "Request codes to sign in a device",
    description:
      "The device authorization grant of RFC 8628: show the user `user_code` and `verification_uri`, then poll for the token. A network (one IPv4 address, or one IPv6 /64) can request codes 100 times an hour.",
    security: [],
    requestBody: { required: false, content: formOrJson(askForDeviceCodeBody) },
    responses: {
      200: success(deviceAuthorization),
      400: oauthError(["invalid_request"]),
      429: { ...oauthError(["slow_down"], TOO_MANY_CODES), headers: RETRY_AFTER },
      ...errorReplies(DEVICE_CODES),
    },
  };
}

/** From POST /auth/device, `slow_down` is about the number of codes, not about polling. */
const TOO_MANY_CODES = { slow_down: ERRORS.device_code_limit[1] };

const RETRY_AFTER = {
  "Retry-After": {
    description: "Seconds until the network can request codes again.",
    schema: { type: "integer", minimum: 1 },
  },
};

function poll(): Operation {
  return {
    operationId: "pollForDeviceToken",
    tags: [resourceOf("/auth/device/token")],
    summary: "Poll for the token of a device",
    description:
      "Wait `interval` seconds between polls. Stop when you get a token or an error other than `authorization_pending` and `slow_down`.",
    security: [],
    requestBody: { required: true, content: formOrJson(deviceTokenBody) },
    responses: {
      200: success(deviceToken),
      400: oauthError(deviceErrorCode.options),
      ...errorReplies(DEVICE_CODES),
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

function oauthError(
  codes: readonly DeviceErrorCode[],
  messages: Partial<Record<DeviceErrorCode, string>> = {},
): Reply {
  const narrowed = { enum: [...codes] };
  const schema = {
    ...refTo(nameOf(deviceTokenError)),
    properties: { error: narrowed, code: narrowed },
  };
  return {
    description: codes
      .map((code) => `- \`${code}\`: ${messages[code] ?? messageOf(code)}`)
      .join("\n"),
    content: { "application/json": { schema } },
  };
}

/** `invalid_request` stands for several codes of this API, so it has no message of its own. */
function messageOf(code: DeviceErrorCode): string {
  if (code !== "invalid_request") return ERRORS[code][1];
  return "The body can't be read, or a field is missing, repeated or of the wrong type.";
}
