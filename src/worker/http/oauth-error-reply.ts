import {
  deviceErrorCode,
  type DeviceErrorCode,
  type DeviceTokenError,
} from "../../protocol/device.ts";
import type { ErrorCode } from "../../protocol/errors.ts";
import { AppError } from "../domain/app-error.ts";
import { errorReply, retryAfter } from "./error-reply.ts";

/** Maps our error codes to those of RFC 6749, section 5.2, and RFC 8628, section 3.5. */
const OAUTH_NAMES: Partial<Record<ErrorCode, DeviceErrorCode>> = {
  malformed_json: "invalid_request",
  malformed_form: "invalid_request",
  invalid_field: "invalid_request",
  body_too_large: "invalid_request",
  sign_in_limit: "access_denied",
  device_code_limit: "slow_down",
};

const TOO_MANY_REQUESTS = 429;

/**
 * Turns a thrown value into a reply that an OAuth client understands: `error` is the RFC's code,
 * with HTTP 400. The RFCs define no code for a server failure, so such a failure gets our usual
 * error reply.
 */
export function oauthErrorReply(error: unknown, requestId: string): Response {
  if (!(error instanceof AppError)) return errorReply(error, requestId);
  const { data: code } = deviceErrorCode.safeParse(OAUTH_NAMES[error.code] ?? error.code);
  if (code === undefined) return errorReply(error, requestId);
  const body: DeviceTokenError = {
    error: code,
    error_description: error.message,
    code,
    requestId,
  };
  // A rate limit is not an OAuth error. It keeps status 429, which every HTTP client understands.
  const status = error.status === TOO_MANY_REQUESTS ? TOO_MANY_REQUESTS : 400;
  const headers = { "cache-control": "no-store", ...retryAfter(error) };
  return Response.json(body, { status, headers });
}
