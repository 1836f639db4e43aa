import * as z from "zod/mini";

/**
 * Every error of the public API, by code: its HTTP status, and a message that says what happened
 * and what to do next. Codes never change, messages may. The published client compares two messages word
 * for word: those of `connection_limit` and `request_not_found`.
 * Source: docs/api.md, "Authentication".
 */
export const ERRORS = {
  malformed_json: [400, "The body is not valid JSON. Send one JSON object."],
  malformed_form: [400, "The body is not valid form data. Percent-encode its values."],
  invalid_field: [400, "A field of the body is invalid or unknown."],
  invalid_parameter: [400, "A query parameter is invalid."],
  body_too_large: [413, "The body is larger than this route accepts."],
  not_signed_in: [
    401,
    "The token or API key is missing, mistyped, expired or revoked. Sign in, or send a valid one as `Authorization: Bearer <token>`.",
  ],
  invalid_code: [401, "This code is wrong, used or expired. Check it, or request a new one."],
  wrong_origin: [
    403,
    "This request must come from the site's own origin, which is in `expected`. Open the site at that URL. If the URL is wrong, the operator must set PUBLIC_URL.",
  ],
  key_not_allowed: [403, "API keys can't do this. Use an account token, or sign in."],
  plan_without_keys: [403, "Your plan does not include API keys. Upgrade to use one."],
  endpoint_limit: [403, "Your plan allows no more endpoints. Delete one, or upgrade."],
  permanent_limit: [403, "Your plan allows no more permanent endpoints. Delete one, or upgrade."],
  key_limit: [403, "Your plan allows no more API keys. Revoke one, or upgrade."],
  sign_in_limit: [
    403,
    "This account has too many active sign-ins. End one of them, then try again.",
  ],
  connection_limit: [403, "Connection limit reached"],
  invalid_callback: [
    400,
    "cli_callback must be a loopback address such as http://127.0.0.1:9876/callback.",
  ],
  authorization_pending: [400, "This sign-in has not been approved yet. Keep polling."],
  slow_down: [
    400,
    "You are polling too often. From now on, wait five seconds longer between polls.",
  ],
  access_denied: [400, "The sign-in was denied. Start again only if the user asks for it."],
  expired_token: [400, "This code has expired. Request a new one at /auth/device."],
  invalid_grant: [
    400,
    "This device_code is unknown or already used. Request a new one at /auth/device.",
  ],
  unsupported_grant_type: [400, "grant_type must be urn:ietf:params:oauth:grant-type:device_code."],
  device_code_limit: [
    429,
    "This network has requested too many codes. Wait an hour, then try again.",
  ],
  too_many_codes: [429, "Too many wrong codes. Wait an hour, then try again."],
  key_suspended: [
    403,
    "This API key is suspended: you have more keys than your plan allows. Upgrade, or revoke another key.",
  ],
  plan_without_replay: [403, "Your plan does not include replay. Upgrade to send requests again."],
  listener_not_found: [404, "Listener not found"],
  not_found: [404, "There is nothing at this URL. Check the path and the id."],
  endpoint_not_found: [404, "Endpoint not found"],
  request_not_found: [404, "Request not found"],
  key_not_found: [404, "API key not found"],
  subscription_not_found: [404, "This account has no subscription."],
  session_not_found: [404, "Session not found"],
  account_not_found: [404, "Account not found"],
  method_not_allowed: [405, "This URL does not support that method. See the Allow header."],
  too_slow: [
    408,
    "The body arrived too slowly. Send at least 64 KiB every 30 s, a body of up to 1 MiB within a minute, and a larger one within 10 minutes.",
  ],
  no_target: [409, "No connected listener can receive a replay. Start one, then try again."],
  target_offline: [409, "That listener is no longer connected. Choose another one."],
  paused: [403, "This endpoint is paused by its owner. Try again later."],
  endpoint_read_only: [
    403,
    "This endpoint is suspended: its account has more endpoints than the plan allows. Upgrade, or delete another endpoint.",
  ],
  key_rotated: [409, "This key was already rotated. Rotate its replacement."],
  alias_taken: [409, "Another of your endpoints has this alias. Choose a different one."],
  endpoint_expired: [410, "This endpoint has expired. Create a new one."],
  payload_too_large: [413, "The body is larger than this endpoint's plan allows."],
  daily_limit: [
    429,
    "The account of this endpoint has used all its requests for today. Try again after midnight UTC.",
  ],
  endpoint_rate: [
    429,
    "This endpoint receives webhooks faster than its plan allows. Try again after the seconds in Retry-After.",
  ],
  head_too_large: [
    431,
    "The request line and the header fields are larger than 128 KiB in total. Send a shorter URL, or fewer or shorter header fields.",
  ],
  search_busy: [
    429,
    "This endpoint is running another search. Try again after the seconds in Retry-After.",
  ],
  not_a_websocket: [426, "Connect to this URL with a WebSocket client."],
  internal: [
    500,
    "Something failed on our side. Try again. If it fails again, report the requestId.",
  ],
  unavailable: [
    503,
    "A part of the service can't be reached. Try again after the seconds in Retry-After.",
  ],
} as const satisfies Record<string, readonly [status: number, sentence: string]>;

export type ErrorCode = keyof typeof ERRORS;

/** The body of every error reply. Some codes add details, such as `limit` or `field`. */
export const errorBody = z.looseObject({
  error: z.string(),
  code: z.string(),
  requestId: z.string(),
});
export type ErrorBody = z.infer<typeof errorBody>;
