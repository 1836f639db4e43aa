import { DEVICE_GRANT_TYPE } from "../protocol/device.ts";
import * as sample from "./samples.ts";
import { ACCOUNT_ID, KEY_ENDPOINTS, KEY_ID, KEY_PREFIX, TIME } from "./shared-docs.ts";
import type { FieldDoc } from "./types.ts";

const RESYNC_CURSOR = `${sample.ACCOUNT_ID}..0`;

/** The fields of accounts, API keys and sign-ins, as `Component.field` or `Component.outer.inner`. */
export const ACCOUNT_DOCS: Readonly<Record<string, FieldDoc>> = {
  "CreateKeyBody.endpointIds": {
    description: "The only endpoints that the key can access. Null for all.",
  },
  "CreateKeyBody.expiresAt": { description: "A time in the future. Null if it never expires." },
  "RotateKeyBody.overlapSeconds": {
    description: "How many seconds the old key keeps working.",
    default: 0,
    example: 3_600,
  },
  "ApiKey.id": KEY_ID,
  "ApiKey.prefix": KEY_PREFIX,
  "ApiKey.endpointIds": KEY_ENDPOINTS,
  "CreatedKey.id": KEY_ID,
  "CreatedKey.key": {
    example: `hnx_${sample.SECRET}`,
    description: "The secret key. It is shown only this once.",
  },
  "CreatedKey.prefix": KEY_PREFIX,
  "CreatedKey.endpointIds": KEY_ENDPOINTS,

  "Session.kind": {
    description: "`session` for a browser, `token` for a command line or a script.",
  },
  "Session.isCurrent": { example: true, description: "Whether this call uses this sign-in." },
  "Me.id": ACCOUNT_ID,
  "Me.name": { example: "Ada" },
  "Me.avatarUrl": { format: "uri", example: null },
  "ExportedAccount.exportedAt": { ...TIME, description: "When the export began." },
  "ExportedAccount.subscription": { description: "Null if there is none." },
  "ExportedCredential.credential.prefix": {
    example: sample.PREFIX,
    description: "The first characters of an API key. Null for tokens and sessions.",
  },
  "ExportedCredential.credential.endpointIds": KEY_ENDPOINTS,
  "ExportedCredential.credential.revokedAt": {
    format: "date-time",
    example: null,
    description: "When it was revoked. Null if it was not.",
  },
  "DeleteAccountBody.email": {
    example: sample.EMAIL,
    description: "The account's email address, as a confirmation.",
  },
  "Usage.endpoints.current": {
    example: 1,
    description: "Endpoints that are neither expired nor deleted.",
  },
  "Usage.endpoints.limit": { example: 10 },
  "Usage.permanentEndpoints.current": {
    example: 1,
    description: "Permanent endpoints that are neither expired nor deleted.",
  },
  "Usage.permanentEndpoints.limit": { example: 1 },
  "Usage.apiKeys.current": {
    example: 1,
    description:
      "API keys in use. While a rotated key is still valid, it and its replacement count as one.",
  },
  "Usage.apiKeys.limit": { example: 1 },
  "Usage.requests.current": { example: 1, description: "Requests stored today (UTC)." },
  "Usage.requests.limit": { example: 5_000, description: "Null if the plan has no limit." },
  "PlanInForce.name": { example: "plus" },
  "PlanInForce.maxEndpoints": { example: 10 },
  "PlanInForce.maxPermanentEndpoints": { example: 1 },
  "PlanInForce.endpointValidityMs": {
    example: 2_592_000_000,
    description: "The lifetime of an endpoint that is not permanent, in milliseconds.",
  },
  "PlanInForce.maxDailyRequests": {
    example: 5_000,
    description:
      "How many requests the whole account can receive a day (UTC). Null if there is no limit.",
  },
  "PlanInForce.maxRequestsPerSecond": {
    example: 200,
    description:
      "How many webhooks a second one endpoint accepts, on average. An endpoint that was idle accepts ten times as many at once. Null if there is no limit.",
  },
  "PlanInForce.maxBodyBytes": { example: 524_288 },
  "PlanInForce.historyMs": {
    example: 2_592_000_000,
    description: "How long a request is stored, in milliseconds.",
  },
  "PlanInForce.maxStoredBytes": {
    example: 1_073_741_824,
    description:
      "How large the database of one endpoint may become, in bytes. It never exceeds 9,000,000,000 bytes, whatever the plan says. When it is full, the oldest requests are deleted.",
  },
  "PlanInForce.maxApiKeys": { example: 1 },
  "PlanInForce.maxListeners": {
    example: 3,
    description: "How many listeners an endpoint can have at a time.",
  },
  "VerifyCodeBody.code": { example: "123456", description: "The six digits from the email." },
  "VerifyCodeBody.token": {
    example: true,
    description: "Whether to return an account token in addition to the cookie.",
  },
  "SignedIn.token": {
    example: `hnt_${sample.SECRET}`,
    description: "Present only if you sent `token: true`.",
  },
  "AskForDeviceCodeBody.client_id": {
    example: "backup-job",
    description: "Accepted because OAuth clients send it. It has no effect.",
  },
  "AskForDeviceCodeBody.scope": {
    description: "Accepted because OAuth clients send it. It has no effect.",
  },
  "DeviceAuthorization.device_code": {
    example: `hnd_${sample.SECRET}`,
    description: "The secret that the device polls with. Do not show it to anyone.",
  },
  "DeviceAuthorization.user_code": {
    example: sample.USER_CODE,
    description: "The code that the user types.",
  },
  "DeviceAuthorization.verification_uri": {
    format: "uri",
    example: sample.DEVICE_PAGE,
    description: "The page where the user types the code.",
  },
  "DeviceAuthorization.verification_uri_complete": {
    format: "uri",
    example: `${sample.DEVICE_PAGE}?user_code=${sample.USER_CODE}`,
    description: "The same page with the code filled in, for a link or a QR code.",
  },
  "DeviceAuthorization.expires_in": {
    example: 600,
    description: "How many seconds both codes are valid.",
  },
  "DeviceAuthorization.interval": {
    example: 5,
    description: "The minimum number of seconds between two polls.",
  },
  "DeviceTokenBody.grant_type": {
    example: DEVICE_GRANT_TYPE,
    description: "The only supported grant type.",
  },
  "DeviceTokenBody.device_code": { example: `hnd_${sample.SECRET}` },
  "DeviceToken.access_token": { example: `hnt_${sample.SECRET}` },
  "DeviceToken.expires_in": {
    example: 31_536_000,
    description: "How many seconds the token is valid.",
  },
  "DeviceTokenError.error_description": {
    example: "This sign-in has not been approved yet. Keep polling.",
    description: "A message for people.",
  },
  "DeviceTokenError.code": { description: "The same value as `error`." },
  "ProvidedAccount.id": ACCOUNT_ID,
  "ProvidedAccount.token": {
    example: `hnt_${sample.SECRET}`,
    description: "An account token. Each call creates a new one.",
  },
  "ChangedAccount.id": ACCOUNT_ID,
  "ChangedAccountLater.id": ACCOUNT_ID,
  "ChangeAccountBody.plan": { example: "pro" },
  "ChangeAccountBody.subscription": { description: "Null ends the subscription." },
  "ResyncBody.cursor": {
    example: RESYNC_CURSOR,
    description: "`next` of the previous reply. Leave it out to begin a new run.",
  },
  "ResyncStep.accounts": { example: 40, description: "How many accounts the step compared." },
  "ResyncStep.endpoints": { example: 60, description: "How many endpoints the step compared." },
  "ResyncStep.pending": {
    example: 0,
    description: "How many accounts and endpoints could not be reached so far in this run.",
  },
  "ResyncStep.next": {
    example: RESYNC_CURSOR,
    description: "The `cursor` of the next call; null if the run is over.",
  },
  "Health.migration": {
    example: "0004_restores_and_purges.sql",
    description: "Only for the operator: the newest migration that the server needs.",
  },
};
