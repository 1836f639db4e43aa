import * as z from "zod/mini";

/** The one grant of POST /auth/device/token, as RFC 8628 section 3.4 names it. */
export const DEVICE_GRANT_TYPE = "urn:ietf:params:oauth:grant-type:device_code";

/**
 * POST /auth/device, RFC 8628 section 3.1: a form, JSON or nothing. No client is registered here
 * and a token has no scope, so both are taken and do nothing; what else a client sends is ignored
 * (RFC 6749 section 3.2).
 */
export const askForDeviceCodeBody = z.object({
  client_id: z.optional(z.string()),
  scope: z.optional(z.string()),
});

/**
 * POST /auth/device/token, RFC 8628 section 3.4. `grant_type` is a free text here, because another
 * one than ours has an error code of its own.
 */
export const deviceTokenBody = z.object({
  grant_type: z.string(),
  device_code: z.optional(z.string()),
});

/**
 * What a machine is told that wants to sign in, RFC 8628 section 3.2.
 *
 * @example
 * {
 *   "device_code": "hnd_…", // the machine's secret: it polls with it, and shows it to nobody
 *   "user_code": "WDJB-MJHT", // for the person to type; upper and lower case, dash and spaces alike
 *   "verification_uri": "https://hooks.example/device",
 *   "verification_uri_complete": "https://hooks.example/device?user_code=WDJB-MJHT",
 *   "expires_in": 600, // seconds
 *   "interval": 5 // seconds between two polls, at least
 * }
 */
export const deviceAuthorization = z.object({
  device_code: z.string(),
  user_code: z.string(),
  verification_uri: z.string(),
  verification_uri_complete: z.string(),
  expires_in: z.number(),
  interval: z.number(),
});
export type DeviceAuthorization = z.infer<typeof deviceAuthorization>;

/**
 * What a poll gets once a person has allowed it, and only one poll: RFC 6749 section 5.1.
 * `access_token` is an account token like any other; `expires_in` is in seconds.
 */
export const deviceToken = z.object({
  access_token: z.string(),
  token_type: z.literal("Bearer"),
  expires_in: z.number(),
});
export type DeviceToken = z.infer<typeof deviceToken>;

/**
 * Why there is no token. RFC 8628 section 3.5:
 *
 * - `authorization_pending`: nobody has decided yet; poll on
 * - `slow_down`: as above, and wait five seconds longer between polls from now on
 * - `access_denied`: the person refused; stop
 * - `expired_token`: the code is too old; ask for a new one
 *
 * RFC 6749 section 5.2:
 *
 * - `invalid_request`: a field is missing, repeated or no text, or the body can't be read
 * - `invalid_grant`: the code is unknown, or has had its token
 * - `unsupported_grant_type`: `grant_type` is not DEVICE_GRANT_TYPE
 */
export const deviceErrorCode = z.enum([
  "authorization_pending",
  "slow_down",
  "access_denied",
  "expired_token",
  "invalid_request",
  "invalid_grant",
  "unsupported_grant_type",
]);
export type DeviceErrorCode = z.infer<typeof deviceErrorCode>;

/**
 * The body of an error of both routes, with HTTP 400; with 429 from POST /auth/device where a
 * network has asked too often. `error` is the RFC's code, not a sentence as elsewhere in this API;
 * `code` is the same once more, for those who read it everywhere.
 */
export const deviceTokenError = z.object({
  error: deviceErrorCode,
  /** One plain sentence, in the characters that RFC 6749 section 5.2 allows. */
  error_description: z.string(),
  code: deviceErrorCode,
  requestId: z.string(),
});
export type DeviceTokenError = z.infer<typeof deviceTokenError>;
