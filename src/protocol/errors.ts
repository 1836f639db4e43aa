import * as z from "zod/mini";

/**
 * Every error that the public can see: its HTTP status and its one plain sentence.
 * The sentence says what to do next where there is something to do.
 * Source: docs/api.md, "Authentication".
 */
export const ERRORS = {
  malformed_json: [400, "The body is not valid JSON. Send one JSON object."],
  malformed_form: [400, "The body is not a valid form. Percent-encode its values."],
  invalid_field: [400, "A field of the body is not what this route takes."],
  invalid_parameter: [400, "A query parameter is not what this route takes."],
  body_too_large: [413, "The body is larger than this route takes."],
  not_signed_in: [
    401,
    "Sign in first, or send a valid token as `Authorization: Bearer <token>`; it may be missing, mistyped, expired or revoked.",
  ],
  invalid_code: [401, "That code is wrong, used or expired. Check it, or ask for a new one."],
  wrong_origin: [
    403,
    "This must come from the site's own address. Open it there; where that is not `expected`, its operator sets PUBLIC_URL.",
  ],
  key_not_allowed: [403, "API keys may not do this. Use an account token or sign in."],
  plan_without_keys: [403, "Your plan has no API keys. Upgrade to connect with one."],
  endpoint_limit: [403, "Your plan allows no more endpoints. Delete one, or upgrade."],
  permanent_limit: [403, "Your plan allows no more permanent endpoints. Delete one, or upgrade."],
  key_limit: [403, "Your plan allows no more API keys. Revoke one, or upgrade."],
  sign_in_limit: [403, "This account is signed in too often. Sign out somewhere first."],
  connection_limit: [403, "Connection limit reached"],
  invalid_callback: [
    400,
    "cli_callback must be a loopback address such as http://127.0.0.1:9876/callback.",
  ],
  authorization_pending: [400, "Nobody has allowed this sign-in yet. Keep polling."],
  slow_down: [400, "You poll too often. Wait five seconds longer between polls from now on."],
  access_denied: [400, "The sign-in was refused. Start again only if somebody asks for it."],
  expired_token: [400, "This code has expired. Ask for a new one at /auth/device."],
  invalid_grant: [
    400,
    "This device_code is unknown or has had its token. Ask for a new one at /auth/device.",
  ],
  unsupported_grant_type: [
    400,
    "grant_type must be urn:ietf:params:oauth:grant-type:device_code here.",
  ],
  device_code_limit: [
    429,
    "This network has asked for too many codes. Wait an hour, then try again.",
  ],
  too_many_codes: [429, "Too many wrong codes. Wait an hour, then try again."],
  key_suspended: [403, "Your plan has fewer API keys than you have. Upgrade, or revoke others."],
  plan_without_replay: [403, "Your plan has no replay. Upgrade to send requests again."],
  listener_not_found: [404, "Listener not found"],
  not_found: [404, "There is nothing at this address. Check the path and the id."],
  endpoint_not_found: [404, "Endpoint not found"],
  request_not_found: [404, "Request not found"],
  key_not_found: [404, "API key not found"],
  subscription_not_found: [404, "This account has no subscription."],
  session_not_found: [404, "Session not found"],
  account_not_found: [404, "Account not found"],
  method_not_allowed: [405, "This address does not take that method. See the Allow header."],
  no_target: [409, "No listener is online that could take a replay. Start one and try again."],
  target_offline: [409, "That listener is not connected any more. Choose another one."],
  paused: [403, "The owner of this endpoint has paused it. Try again later."],
  endpoint_read_only: [
    403,
    "The plan of this endpoint's account no longer includes it. Upgrade, or delete another endpoint.",
  ],
  key_rotated: [409, "Another key has taken this one's place already. Rotate that one."],
  alias_taken: [409, "Another of your endpoints has this alias. Choose a different one."],
  endpoint_expired: [410, "This endpoint has expired. Create a new one."],
  payload_too_large: [413, "The body is larger than the plan of this endpoint accepts."],
  daily_limit: [429, "The account of this endpoint has used up its requests of today."],
  not_a_websocket: [426, "Connect to this address with a WebSocket client."],
  internal: [500, "Something failed on our side. Try again; if it stays, report the requestId."],
  unavailable: [503, "The endpoint could not be reached right now. Try again in a moment."],
} as const satisfies Record<string, readonly [status: number, sentence: string]>;

export type ErrorCode = keyof typeof ERRORS;

/** The body of every error reply, beside the details that its route names. */
export const errorBody = z.looseObject({
  error: z.string(),
  code: z.string(),
  requestId: z.string(),
});
export type ErrorBody = z.infer<typeof errorBody>;
