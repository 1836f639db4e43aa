import { DEVICE_GRANT_TYPE } from "../protocol/device.ts";
import { DEFAULT_PAGE_REQUESTS, MAX_PAGE_REQUESTS } from "../protocol/page-query.ts";
import { CAPTURED_WORDS } from "./captured-words.ts";
import * as sample from "./samples.ts";

/** What a schema's fields mean, beside their types: zod has no place for it that is not shipped. */
export interface FieldWords {
  says?: string;
  /** What a reader may rely on though nothing checks it. */
  format?: "date-time" | "uuid" | "uri";
  example?: unknown;
  /** What counts where it is left out. */
  default?: unknown;
}

const TIME: FieldWords = { format: "date-time", example: sample.TIME };
const LATER: FieldWords = { format: "date-time", example: sample.LATER };

/** Fields that mean the same wherever they stand, by name. */
export const BY_NAME: Readonly<Record<string, FieldWords>> = {
  createdAt: TIME,
  created_at: TIME,
  updated_at: TIME,
  dispatchedAt: TIME,
  currentPeriodStart: TIME,
  lastUsedAt: { ...TIME, says: "Null: not yet. May lag by 3 s." },
  last_request_at: { ...TIME, says: "Null: not yet. May lag by 3 s." },
  expiresAt: { ...LATER, says: "Null: it does not expire." },
  expires_at: { ...LATER, says: "Null: it does not expire." },
  currentPeriodEnd: LATER,
  cancelledAt: { format: "date-time", example: null },
  id: { format: "uuid", example: sample.UUID },
  userId: { format: "uuid", example: sample.ACCOUNT_ID },
  user_id: { format: "uuid", example: sample.ACCOUNT_ID },
  keyId: { format: "uuid", example: sample.KEY_ID, says: "Null: it listens without a key." },
  keyName: { example: "server" },
  requestId: { format: "uuid", example: sample.REQUEST_ID },
  connectionId: { format: "uuid", example: sample.CONNECTION_ID },
  timestamp: { example: sample.UNIX_MS, says: "Unix milliseconds." },
  connectedAt: { example: sample.UNIX_MS, says: "Unix milliseconds." },
  email: { example: sample.EMAIL },
  name: { example: "server" },
  alias: { example: "orders", says: "A label of your own, unique in the account." },
  pending: { example: 1, says: "Endpoints that were not reached yet, and will be." },
  closedConnections: { example: 2, says: "Sockets that it closed." },
  userAgent: { example: "hooknexus-cli/1.0" },
};

/** Fields that mean something of their own, as `Component.field`, or `Component.outer.inner`. */
export const BY_PLACE: Readonly<Record<string, FieldWords>> = {
  ...CAPTURED_WORDS,

  "PageQuery.limit": {
    says: `Requests a page. More than ${MAX_PAGE_REQUESTS} counts as ${MAX_PAGE_REQUESTS}.`,
    default: DEFAULT_PAGE_REQUESTS,
    example: 10,
  },
  "PageQuery.offset": { says: "How many to pass over, newest first.", default: 0 },
  "PageQuery.after": {
    says: "A `seq`: pages forward from there in order of arrival. `offset` does not count then.",
  },
  "PageQuery.q": { says: "Text that path, query, headers or body must hold." },
  "PageQuery.method": { says: "In upper or lower case." },
  "PageQuery.since": { says: "Not before this time." },
  "PageQuery.until": { says: "Not after this time." },
  "RequestPage.total": { example: 1, says: "How many there are that the filter lets through." },

  "CreateEndpointBody.isPermanent": { says: "It never expires.", default: false },
  "CreateEndpointBody.permanent": { says: "The same as `isPermanent`, which counts before it." },
  "UpdateEndpointBody.isPaused": {
    says: "Paused, it refuses webhooks; its listeners and its history stay.",
    example: true,
  },
  "UpdateEndpointBody.isPermanent": { says: "It never expires." },
  "UpdateEndpointBody.response": { says: "Set as a whole. Null: as by default." },
  "UpdateEndpointBody.handshakes": { says: "Whose checks are answered as they demand." },
  "ResponseSettings.headers": {
    says: "Names in lower case: `content-type` (of no code), `content-language`, `cache-control`, `etag`, `last-modified`, `retry-after`, and those that begin with `x-`, `webhook-` or `ratelimit-`.",
  },
  "ResponseSettings.body": { says: "Text. None with 204, 205 and 304." },
  "ResponseSettings.delayMs": { says: "Milliseconds between storing and answering." },
  "EndpointRow.response": { example: null, says: "What senders get. Null: as by default." },
  "EndpointRow.handshakes": { example: [], says: "Whose checks are answered." },
  "EndpointRow.response.delay_ms": { says: "Milliseconds between storing and answering." },
  "CreatedEndpoint.id": { format: "uuid", example: sample.ENDPOINT_ID },
  "CreatedEndpoint.url": {
    format: "uri",
    example: `https://hooks.example.com/h/${sample.ENDPOINT_ID}`,
    says: "Where to send webhooks to; any path below it will do.",
  },
  "EndpointRow.id": { format: "uuid", example: sample.ENDPOINT_ID },
  "EndpointRow.request_count": { example: 1, says: "Requests stored so far. May lag by 3 s." },
  "EndpointActivity.buckets.from": { ...TIME, says: "When the hour began." },
  "EndpointActivity.buckets.count": { example: 1, says: "Requests stored in it." },
  "EndpointActivity.total": { example: 1, says: "Of all these hours." },
  "EndpointRow.stored_bytes": {
    example: 412,
    says: "Bytes stored now: bodies, headers, paths and queries. `maxStoredBytes` of the plan is how many there may be.",
  },
  "EndpointList.total": { example: 1 },
  "EndpointList.usage.dailyRequests": { example: 1, says: "Of today (UTC), the whole account." },
  "EndpointList.usage.dailyRequestsMax": { example: 5_000, says: "Null: without limit." },

  "CreateKeyBody.endpointIds": { says: "The only endpoints that the key sees. Null: all." },
  "CreateKeyBody.expiresAt": { says: "In the future. Null: it does not expire." },
  "RotateKeyBody.overlapSeconds": {
    says: "For how long the old key works on, too.",
    default: 0,
    example: 3_600,
  },
  "ApiKey.id": { format: "uuid", example: sample.KEY_ID },
  "ApiKey.prefix": { example: sample.PREFIX, says: "Its first characters, to tell it by." },
  "ApiKey.endpointIds": { example: null, says: "The only endpoints that it sees. Null: all." },
  "CreatedKey.id": { format: "uuid", example: sample.KEY_ID },
  "CreatedKey.key": { example: `hnx_${sample.SECRET}`, says: "Shown this once." },
  "CreatedKey.prefix": { example: sample.PREFIX, says: "Its first characters, to tell it by." },
  "CreatedKey.endpointIds": { example: null, says: "The only endpoints that it sees. Null: all." },

  "ListenerList.max": { example: 20, says: "How many may be connected at once." },
  "RemoveRequestsBody.ids": { example: [sample.REQUEST_ID] },
  "ReplayDispatched.dispatchedAt": TIME,

  "VerifySignatureBody.provider": { example: "shopify" },
  "VerifySignatureBody.payload": {
    example: sample.SIGNED.payload,
    says: "The body's text, exactly as it came.",
  },
  "VerifySignatureBody.signature": {
    example: sample.SIGNED.signature,
    says: "The provider's signature header, whole.",
  },
  "VerifySignatureBody.secret": { example: sample.SIGNED.secret, says: "It is kept nowhere." },
  "VerifySignatureBody.timestamp": {
    says: "Unix seconds, which Slack and Standard Webhooks sign: from the provider's header.",
  },
  "VerifySignatureBody.id": { says: "The `webhook-id` that Standard Webhooks signs." },
  "SignatureVerdict.valid": { example: true },
  "SignatureVerdict.expected": {
    example: sample.SIGNED.signature,
    says: "What the signature should have been.",
  },
  "SignatureVerdict.actual": { example: sample.SIGNED.signature, says: "What it was." },
  "SignatureVerdict.details": { says: "Why it is not valid." },

  "Session.kind": { says: "A browser's session, or a token of a command line or a script." },
  "Session.isCurrent": { example: true, says: "Whether it is the one that asks." },
  "Me.id": { format: "uuid", example: sample.ACCOUNT_ID },
  "Me.name": { example: "Ada" },
  "Me.avatarUrl": { format: "uri", example: null },
  "ExportedAccount.exportedAt": { ...TIME, says: "When the export began." },
  "ExportedAccount.subscription": { says: "Null: there is none." },
  "ExportedCredential.credential.prefix": {
    example: sample.PREFIX,
    says: "How an API key begins. Null for the others.",
  },
  "ExportedCredential.credential.endpointIds": {
    example: null,
    says: "The only endpoints that a key sees. Null: all.",
  },
  "ExportedCredential.credential.revokedAt": {
    format: "date-time",
    example: null,
    says: "Null: it was not revoked.",
  },
  "DeleteAccountBody.email": { example: sample.EMAIL, says: "The account's own, to confirm it." },
  "Usage.endpoints.current": { example: 1, says: "Not expired, not deleted." },
  "Usage.endpoints.limit": { example: 10 },
  "Usage.permanentEndpoints.current": {
    example: 1,
    says: "Of the above, those that never expire.",
  },
  "Usage.permanentEndpoints.limit": { example: 1 },
  "Usage.apiKeys.current": { example: 1, says: "In use; a key and the one it replaces are one." },
  "Usage.apiKeys.limit": { example: 1 },
  "PlanInForce.name": { example: "plus" },
  "PlanInForce.maxEndpoints": { example: 10 },
  "PlanInForce.maxPermanentEndpoints": { example: 1 },
  "PlanInForce.endpointValidityMs": {
    example: 2_592_000_000,
    says: "How long an endpoint lives that is not permanent, in milliseconds.",
  },
  "PlanInForce.maxDailyRequests": { example: 5_000, says: "Of the account. Null: no limit." },
  "PlanInForce.maxBodyBytes": { example: 524_288 },
  "PlanInForce.historyMs": { example: 2_592_000_000, says: "How long a request is kept." },
  "PlanInForce.maxStoredBytes": {
    example: 1_073_741_824,
    says: "Of an endpoint; beyond it the oldest requests go first.",
  },
  "PlanInForce.maxApiKeys": { example: 1 },
  "PlanInForce.maxListeners": { example: 3, says: "At once, on an endpoint." },
  "Usage.requests.current": { example: 1, says: "Of today (UTC)." },
  "Usage.requests.limit": { example: 5_000, says: "Null: without limit." },
  "VerifyCodeBody.code": { example: "123456", says: "The six digits of the mail." },
  "VerifyCodeBody.token": { example: true, says: "Asks for an account token beside the cookie." },
  "SignedIn.token": { example: `hnt_${sample.SECRET}`, says: "Where one was asked for." },
  "AskForDeviceCodeBody.client_id": { example: "backup-job", says: "Taken, and of no effect." },
  "AskForDeviceCodeBody.scope": { says: "Taken, and of no effect." },
  "DeviceAuthorization.device_code": {
    example: `hnd_${sample.SECRET}`,
    says: "The machine's secret: it polls with it, and shows it to nobody.",
  },
  "DeviceAuthorization.user_code": { example: sample.USER_CODE, says: "For the person to type." },
  "DeviceAuthorization.verification_uri": { format: "uri", example: sample.DEVICE_PAGE },
  "DeviceAuthorization.verification_uri_complete": {
    format: "uri",
    example: `${sample.DEVICE_PAGE}?user_code=${sample.USER_CODE}`,
    says: "The same with the code in it, for a link or a QR code.",
  },
  "DeviceAuthorization.expires_in": { example: 600, says: "Seconds." },
  "DeviceAuthorization.interval": { example: 5, says: "Seconds between two polls, at least." },
  "DeviceTokenBody.grant_type": { example: DEVICE_GRANT_TYPE, says: "This one alone." },
  "DeviceTokenBody.device_code": { example: `hnd_${sample.SECRET}` },
  "DeviceToken.access_token": { example: `hnt_${sample.SECRET}` },
  "DeviceToken.expires_in": { example: 31_536_000, says: "Seconds." },
  "DeviceTokenError.error_description": {
    example: "Nobody has allowed this sign-in yet. Keep polling.",
    says: "One plain sentence, for people.",
  },
  "DeviceTokenError.code": { says: "The same as `error`." },
  "ProvidedAccount.id": { format: "uuid", example: sample.ACCOUNT_ID },
  "ProvidedAccount.token": { example: `hnt_${sample.SECRET}`, says: "A fresh one each time." },
  "ChangedAccount.id": { format: "uuid", example: sample.ACCOUNT_ID },
  "ChangedAccountLater.id": { format: "uuid", example: sample.ACCOUNT_ID },
  "ChangeAccountBody.plan": { example: "pro" },
  "ChangeAccountBody.subscription": { says: "Null ends it." },
  "DeletedCount.deleted": { example: 1, says: "How many of them there were." },

  "ErrorBody.error": { example: "Endpoint not found", says: "One plain sentence, for people." },
  "ErrorBody.code": { example: "endpoint_not_found", says: "For programs." },
  "ErrorBody.requestId": { format: "uuid", example: sample.UUID, says: "For support." },
};
