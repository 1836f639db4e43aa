import { DEVICE_GRANT_TYPE } from "../protocol/device.ts";
import { DEFAULT_PAGE_REQUESTS, MAX_PAGE_REQUESTS } from "../protocol/page-query.ts";
import { CAPTURED_DOCS } from "./captured-docs.ts";
import * as sample from "./samples.ts";
import type { FieldDoc } from "./types.ts";

const TIME: FieldDoc = { format: "date-time", example: sample.TIME };
const LATER: FieldDoc = { format: "date-time", example: sample.LATER };

/** Fields that mean the same wherever they stand, by name. */
export const DOCS_BY_NAME: Readonly<Record<string, FieldDoc>> = {
  createdAt: TIME,
  created_at: TIME,
  updated_at: TIME,
  dispatchedAt: TIME,
  currentPeriodStart: TIME,
  lastUsedAt: { ...TIME, description: "Null: not yet. May lag by 3 s." },
  last_request_at: { ...TIME, description: "Null: not yet. May lag by 3 s." },
  expiresAt: { ...LATER, description: "Null: it does not expire." },
  expires_at: { ...LATER, description: "Null: it does not expire." },
  currentPeriodEnd: LATER,
  cancelledAt: { format: "date-time", example: null },
  id: { format: "uuid", example: sample.UUID },
  userId: { format: "uuid", example: sample.ACCOUNT_ID },
  user_id: { format: "uuid", example: sample.ACCOUNT_ID },
  keyId: { format: "uuid", example: sample.KEY_ID, description: "Null: it listens without a key." },
  keyName: { example: "server" },
  requestId: { format: "uuid", example: sample.REQUEST_ID },
  connectionId: { format: "uuid", example: sample.CONNECTION_ID },
  timestamp: { example: sample.UNIX_MS, description: "Unix milliseconds." },
  connectedAt: { example: sample.UNIX_MS, description: "Unix milliseconds." },
  email: { example: sample.EMAIL },
  name: { example: "server" },
  alias: { example: "orders", description: "A label of your own, unique in the account." },
  pending: { example: 1, description: "Endpoints that were not reached yet, and will be." },
  closedConnections: { example: 2, description: "Sockets that it closed." },
  userAgent: { example: "hooknexus-cli/1.0" },
};

/** Fields that mean something of their own, as `Component.field`, or `Component.outer.inner`. */
export const DOCS_BY_PLACE: Readonly<Record<string, FieldDoc>> = {
  ...CAPTURED_DOCS,

  "PageQuery.limit": {
    description: `Requests a page. More than ${MAX_PAGE_REQUESTS} counts as ${MAX_PAGE_REQUESTS}.`,
    default: DEFAULT_PAGE_REQUESTS,
    example: 10,
  },
  "PageQuery.offset": { description: "How many to pass over, newest first.", default: 0 },
  "PageQuery.after": {
    description:
      "A `seq`: pages forward from there in order of arrival. `offset` does not count then.",
  },
  "PageQuery.q": { description: "Text that path, query, headers or body must hold." },
  "PageQuery.method": { description: "In upper or lower case." },
  "PageQuery.since": { description: "Not before this time." },
  "PageQuery.until": { description: "Not after this time." },
  "RequestPage.total": {
    example: 1,
    description: "How many there are that the filter lets through.",
  },

  "CreateEndpointBody.isPermanent": { description: "It never expires.", default: false },
  "CreateEndpointBody.permanent": {
    description: "The same as `isPermanent`, which counts before it.",
  },
  "UpdateEndpointBody.isPaused": {
    description: "Paused, it refuses webhooks; its listeners and its history stay.",
    example: true,
  },
  "UpdateEndpointBody.isPermanent": { description: "It never expires." },
  "UpdateEndpointBody.response": { description: "Set as a whole. Null: as by default." },
  "UpdateEndpointBody.handshakes": { description: "Whose checks are answered as they demand." },
  "ResponseSettings.headers": {
    description:
      "Names in lower case: `content-type` (of no code), `content-language`, `cache-control`, `etag`, `last-modified`, `retry-after`, and those that begin with `x-`, `webhook-` or `ratelimit-`.",
  },
  "ResponseSettings.body": { description: "Text. None with 204, 205 and 304." },
  "ResponseSettings.delayMs": { description: "Milliseconds between storing and answering." },
  "EndpointRow.response": { example: null, description: "What senders get. Null: as by default." },
  "EndpointRow.handshakes": { example: [], description: "Whose checks are answered." },
  "EndpointRow.response.delay_ms": { description: "Milliseconds between storing and answering." },
  "CreatedEndpoint.id": { format: "uuid", example: sample.ENDPOINT_ID },
  "CreatedEndpoint.url": {
    format: "uri",
    example: `https://hooks.example.com/h/${sample.ENDPOINT_ID}`,
    description: "Where to send webhooks to; any path below it will do.",
  },
  "EndpointRow.id": { format: "uuid", example: sample.ENDPOINT_ID },
  "EndpointRow.request_count": {
    example: 1,
    description: "Requests stored so far. May lag by 3 s.",
  },
  "EndpointActivity.buckets.from": { ...TIME, description: "When the hour began." },
  "EndpointActivity.buckets.count": { example: 1, description: "Requests stored in it." },
  "EndpointActivity.total": { example: 1, description: "Of all these hours." },
  "EndpointRow.stored_bytes": {
    example: 412,
    description:
      "Bytes stored now: bodies, headers, paths and queries. `maxStoredBytes` of the plan is how many there may be.",
  },
  "EndpointList.total": { example: 1 },
  "EndpointList.usage.dailyRequests": {
    example: 1,
    description: "Of today (UTC), the whole account.",
  },
  "EndpointList.usage.dailyRequestsMax": { example: 5_000, description: "Null: without limit." },

  "CreateKeyBody.endpointIds": { description: "The only endpoints that the key sees. Null: all." },
  "CreateKeyBody.expiresAt": { description: "In the future. Null: it does not expire." },
  "RotateKeyBody.overlapSeconds": {
    description: "For how long the old key works on, too.",
    default: 0,
    example: 3_600,
  },
  "ApiKey.id": { format: "uuid", example: sample.KEY_ID },
  "ApiKey.prefix": { example: sample.PREFIX, description: "Its first characters, to tell it by." },
  "ApiKey.endpointIds": {
    example: null,
    description: "The only endpoints that it sees. Null: all.",
  },
  "CreatedKey.id": { format: "uuid", example: sample.KEY_ID },
  "CreatedKey.key": { example: `hnx_${sample.SECRET}`, description: "Shown this once." },
  "CreatedKey.prefix": {
    example: sample.PREFIX,
    description: "Its first characters, to tell it by.",
  },
  "CreatedKey.endpointIds": {
    example: null,
    description: "The only endpoints that it sees. Null: all.",
  },

  "ListenerList.max": { example: 20, description: "How many may be connected at once." },
  "RemoveRequestsBody.ids": { example: [sample.REQUEST_ID] },
  "ReplayDispatched.dispatchedAt": TIME,

  "VerifySignatureBody.provider": { example: "shopify" },
  "VerifySignatureBody.payload": {
    example: sample.SIGNED.payload,
    description: "The body's text, exactly as it came.",
  },
  "VerifySignatureBody.signature": {
    example: sample.SIGNED.signature,
    description: "The provider's signature header, whole.",
  },
  "VerifySignatureBody.secret": {
    example: sample.SIGNED.secret,
    description: "It is kept nowhere.",
  },
  "VerifySignatureBody.timestamp": {
    description:
      "Unix seconds, which Slack and Standard Webhooks sign: from the provider's header.",
  },
  "VerifySignatureBody.id": { description: "The `webhook-id` that Standard Webhooks signs." },
  "SignatureVerdict.valid": { example: true },
  "SignatureVerdict.expected": {
    example: sample.SIGNED.signature,
    description: "What the signature should have been.",
  },
  "SignatureVerdict.actual": { example: sample.SIGNED.signature, description: "What it was." },
  "SignatureVerdict.details": { description: "Why it is not valid." },

  "Session.kind": { description: "A browser's session, or a token of a command line or a script." },
  "Session.isCurrent": { example: true, description: "Whether it is the one that asks." },
  "Me.id": { format: "uuid", example: sample.ACCOUNT_ID },
  "Me.name": { example: "Ada" },
  "Me.avatarUrl": { format: "uri", example: null },
  "ExportedAccount.exportedAt": { ...TIME, description: "When the export began." },
  "ExportedAccount.subscription": { description: "Null: there is none." },
  "ExportedCredential.credential.prefix": {
    example: sample.PREFIX,
    description: "How an API key begins. Null for the others.",
  },
  "ExportedCredential.credential.endpointIds": {
    example: null,
    description: "The only endpoints that a key sees. Null: all.",
  },
  "ExportedCredential.credential.revokedAt": {
    format: "date-time",
    example: null,
    description: "Null: it was not revoked.",
  },
  "DeleteAccountBody.email": {
    example: sample.EMAIL,
    description: "The account's own, to confirm it.",
  },
  "Usage.endpoints.current": { example: 1, description: "Not expired, not deleted." },
  "Usage.endpoints.limit": { example: 10 },
  "Usage.permanentEndpoints.current": {
    example: 1,
    description: "Of the above, those that never expire.",
  },
  "Usage.permanentEndpoints.limit": { example: 1 },
  "Usage.apiKeys.current": {
    example: 1,
    description: "In use; a key and the one it replaces are one.",
  },
  "Usage.apiKeys.limit": { example: 1 },
  "PlanInForce.name": { example: "plus" },
  "PlanInForce.maxEndpoints": { example: 10 },
  "PlanInForce.maxPermanentEndpoints": { example: 1 },
  "PlanInForce.endpointValidityMs": {
    example: 2_592_000_000,
    description: "How long an endpoint lives that is not permanent, in milliseconds.",
  },
  "PlanInForce.maxDailyRequests": {
    example: 5_000,
    description: "Of the account. Null: no limit.",
  },
  "PlanInForce.maxBodyBytes": { example: 524_288 },
  "PlanInForce.historyMs": { example: 2_592_000_000, description: "How long a request is kept." },
  "PlanInForce.maxStoredBytes": {
    example: 1_073_741_824,
    description: "Of an endpoint; beyond it the oldest requests go first.",
  },
  "PlanInForce.maxApiKeys": { example: 1 },
  "PlanInForce.maxListeners": { example: 3, description: "At once, on an endpoint." },
  "Usage.requests.current": { example: 1, description: "Of today (UTC)." },
  "Usage.requests.limit": { example: 5_000, description: "Null: without limit." },
  "VerifyCodeBody.code": { example: "123456", description: "The six digits of the mail." },
  "VerifyCodeBody.token": {
    example: true,
    description: "Asks for an account token beside the cookie.",
  },
  "SignedIn.token": { example: `hnt_${sample.SECRET}`, description: "Where one was asked for." },
  "AskForDeviceCodeBody.client_id": {
    example: "backup-job",
    description: "Taken, and of no effect.",
  },
  "AskForDeviceCodeBody.scope": { description: "Taken, and of no effect." },
  "DeviceAuthorization.device_code": {
    example: `hnd_${sample.SECRET}`,
    description: "The machine's secret: it polls with it, and shows it to nobody.",
  },
  "DeviceAuthorization.user_code": {
    example: sample.USER_CODE,
    description: "For the person to type.",
  },
  "DeviceAuthorization.verification_uri": { format: "uri", example: sample.DEVICE_PAGE },
  "DeviceAuthorization.verification_uri_complete": {
    format: "uri",
    example: `${sample.DEVICE_PAGE}?user_code=${sample.USER_CODE}`,
    description: "The same with the code in it, for a link or a QR code.",
  },
  "DeviceAuthorization.expires_in": { example: 600, description: "Seconds." },
  "DeviceAuthorization.interval": {
    example: 5,
    description: "Seconds between two polls, at least.",
  },
  "DeviceTokenBody.grant_type": { example: DEVICE_GRANT_TYPE, description: "This one alone." },
  "DeviceTokenBody.device_code": { example: `hnd_${sample.SECRET}` },
  "DeviceToken.access_token": { example: `hnt_${sample.SECRET}` },
  "DeviceToken.expires_in": { example: 31_536_000, description: "Seconds." },
  "DeviceTokenError.error_description": {
    example: "Nobody has allowed this sign-in yet. Keep polling.",
    description: "One plain sentence, for people.",
  },
  "DeviceTokenError.code": { description: "The same as `error`." },
  "ProvidedAccount.id": { format: "uuid", example: sample.ACCOUNT_ID },
  "ProvidedAccount.token": {
    example: `hnt_${sample.SECRET}`,
    description: "A fresh one each time.",
  },
  "ChangedAccount.id": { format: "uuid", example: sample.ACCOUNT_ID },
  "ChangedAccountLater.id": { format: "uuid", example: sample.ACCOUNT_ID },
  "ChangeAccountBody.plan": { example: "pro" },
  "ChangeAccountBody.subscription": { description: "Null ends it." },
  "DeletedCount.deleted": { example: 1, description: "How many of them there were." },

  "ErrorBody.error": {
    example: "Endpoint not found",
    description: "One plain sentence, for people.",
  },
  "ErrorBody.code": { example: "endpoint_not_found", description: "For programs." },
  "ErrorBody.requestId": { format: "uuid", example: sample.UUID, description: "For support." },
};
