import * as z from "zod/mini";

/** The only grant of POST /auth/device/token (RFC 8628 section 3.4). */
export const DEVICE_GRANT_TYPE = "urn:ietf:params:oauth:grant-type:device_code";

/**
 * POST /auth/device (RFC 8628 section 3.1): a form, JSON or no body. Clients are not registered and
 * tokens have no scope, so both fields are accepted and have no effect. Other fields are ignored, as
 * RFC 6749 section 3.2 requires.
 */
export const askForDeviceCodeBody = z.object({
  client_id: z.optional(z.string()),
  scope: z.optional(z.string()),
});

/**
 * POST /auth/device/token (RFC 8628 section 3.4). `grant_type` is any text here, because an
 * unsupported one has an error code of its own.
 */
export const deviceTokenBody = z.object({
  grant_type: z.string(),
  device_code: z.optional(z.string()),
});

/**
 * The reply to POST /auth/device (RFC 8628 section 3.2).
 *
 * @example
 * {
 *   "device_code": "hnd_…", // the device's secret to poll with; must not be shown to anyone
 *   "user_code": "WDJB-MJHT", // the user types it; case, dash and spaces do not matter
 *   "verification_uri": "https://hooks.example/device",
 *   "verification_uri_complete": "https://hooks.example/device?user_code=WDJB-MJHT",
 *   "expires_in": 600, // seconds
 *   "interval": 5 // minimum seconds between two polls
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
 * The reply to the first poll after the user has approved the sign-in (RFC 6749 section 5.1).
 * `access_token` is an ordinary account token. `expires_in` is in seconds.
 */
export const deviceToken = z.object({
  access_token: z.string(),
  token_type: z.literal("Bearer"),
  expires_in: z.number(),
});
export type DeviceToken = z.infer<typeof deviceToken>;

/**
 * Why a poll gets no token. Codes of RFC 8628 section 3.5:
 *
 * - `authorization_pending`: the user has not decided yet; keep polling
 * - `slow_down`: as above, but from now on wait five seconds longer between polls
 * - `access_denied`: the user denied the sign-in; stop
 * - `expired_token`: the code has expired; request a new one
 *
 * Codes of RFC 6749 section 5.2:
 *
 * - `invalid_request`: the body can't be read, or a field is missing, repeated or of the wrong type
 * - `invalid_grant`: the code is unknown, or was already exchanged for a token
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
 * The error body of both routes, with status 400, or 429 from POST /auth/device if a network has
 * requested too many codes. Unlike elsewhere in this API, `error` is a code, as the RFC requires.
 * `code` repeats it for clients that read `code` everywhere.
 */
export const deviceTokenError = z.object({
  error: deviceErrorCode,
  /** A message in the characters that RFC 6749 section 5.2 allows. */
  error_description: z.string(),
  code: deviceErrorCode,
  requestId: z.string(),
});
export type DeviceTokenError = z.infer<typeof deviceTokenError>;
