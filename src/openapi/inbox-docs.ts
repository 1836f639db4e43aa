import { DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE } from "../protocol/page-query.ts";
import * as sample from "./samples.ts";
import { DELAY, ENDPOINT_ID, TIME } from "./shared-docs.ts";
import type { FieldDoc } from "./types.ts";

/** The fields of endpoints, their listeners and their requests, as `Component.field`. */
export const INBOX_DOCS: Readonly<Record<string, FieldDoc>> = {
  "PageQuery.limit": {
    description: `The page size. Values above ${MAX_PAGE_SIZE} count as ${MAX_PAGE_SIZE}.`,
    default: DEFAULT_PAGE_SIZE,
    example: 10,
  },
  "PageQuery.offset": { description: "How many of the newest requests to skip.", default: 0 },
  "PageQuery.after": {
    description: "Return the requests after this `seq`, in order of arrival. `offset` is ignored.",
  },
  "PageQuery.q": { description: "Text to find in the path, query, headers or body." },
  "PageQuery.method": { description: "An HTTP method, in upper or lower case." },
  "PageQuery.since": { description: "Only requests received at or after this time." },
  "PageQuery.until": { description: "Only requests received at or before this time." },
  "PageQuery.cursor": {
    description:
      "Continues a search: the `next` of an earlier page with the same `q`, `method`, `since`, `until` and `after`. With it, `offset` is ignored.",
  },
  "RequestPage.total": {
    example: 1,
    description:
      "How many requests match the filter, on all pages. Null if the search has not read enough to know.",
  },
  "RequestPage.next": {
    description:
      "Present if more requests may match: pass it as `cursor` to continue the search. The page itself may be empty.",
  },
  "RequestPage.progress": { description: "How far a search has read. Present with `next`." },
  "RequestPage.progress.readBytes": {
    example: 1_073_741_824,
    description: "How many bytes of the stored requests the search has read so far.",
  },
  "RequestPage.progress.storedBytes": {
    example: 4_294_967_296,
    description: "How many bytes are stored.",
  },

  "CreateEndpointBody.isPermanent": {
    description: "Whether the endpoint never expires.",
    default: false,
  },
  "CreateEndpointBody.permanent": {
    description: "Another name for `isPermanent`. If both are sent, `isPermanent` counts.",
  },
  "UpdateEndpointBody.isPaused": {
    description:
      "While an endpoint is paused, senders get 403 and nothing is stored. Listeners and stored requests are kept.",
    example: true,
  },
  "UpdateEndpointBody.isPermanent": { description: "Whether the endpoint never expires." },
  "UpdateEndpointBody.response": {
    description:
      "The custom response to senders. It replaces all earlier settings; fields that are left out get their defaults. Null restores the default response.",
  },
  "UpdateEndpointBody.handshakes": {
    description: "The providers whose verification requests are answered automatically.",
  },
  "ResponseSettings.headers": {
    description:
      "Header names in lower case. Allowed are `content-type` (except script, style and manifest types), `content-language`, `cache-control`, `etag`, `last-modified`, `retry-after`, and names that begin with `x-`, `webhook-` or `ratelimit-`.",
  },
  "ResponseSettings.body": {
    description: "Text. Must be empty if the status is 204, 205 or 304.",
  },
  "ResponseSettings.delayMs": DELAY,
  "EndpointRow.response": {
    example: null,
    description: "The custom response to senders. Null for the default response.",
  },
  "EndpointRow.response.delay_ms": DELAY,
  "EndpointRow.handshakes": {
    example: [],
    description: "The providers whose verification requests are answered automatically.",
  },
  "CreatedEndpoint.id": ENDPOINT_ID,
  "CreatedEndpoint.url": {
    format: "uri",
    example: `https://hooks.example.com/h/${sample.ENDPOINT_ID}`,
    description: "The URL to send webhooks to. Any path below it works, too.",
  },
  "EndpointRow.id": ENDPOINT_ID,
  "EndpointRow.request_count": {
    example: 1,
    description: "How many requests were stored so far. May lag behind by up to 3 seconds.",
  },
  "EndpointRow.stored_bytes": {
    example: 412,
    description:
      "The size of the stored bodies, headers, paths and queries in bytes, or of the database that holds them if that is larger. `maxStoredBytes` of the plan is the limit.",
  },
  "EndpointActivity.buckets.from": { ...TIME, description: "The start of the hour." },
  "EndpointActivity.buckets.count": {
    example: 1,
    description: "How many requests were stored in this hour.",
  },
  "EndpointActivity.total": { example: 1, description: "The sum of all buckets." },
  "EndpointList.total": { example: 1 },
  "EndpointList.usage.dailyRequests": {
    example: 1,
    description: "Requests stored today (UTC) in the whole account.",
  },
  "EndpointList.usage.dailyRequestsMax": {
    example: 5_000,
    description: "Null if the plan has no limit.",
  },

  "ListenerList.max": {
    example: 20,
    description: "How many listeners the endpoint can have at a time.",
  },
  "RemoveRequestsBody.ids": { example: [sample.REQUEST_ID] },

  "VerifySignatureBody.provider": { example: "shopify" },
  "VerifySignatureBody.payload": {
    example: sample.SIGNED.payload,
    description: "The request body, exactly as received.",
  },
  "VerifySignatureBody.signature": {
    example: sample.SIGNED.signature,
    description: "The full value of the provider's signature header.",
  },
  "VerifySignatureBody.secret": {
    example: sample.SIGNED.secret,
    description: "The signing secret. It is not stored.",
  },
  "VerifySignatureBody.timestamp": {
    description:
      "Unix seconds from the provider's timestamp header. Required for Slack and Standard Webhooks.",
  },
  "VerifySignatureBody.id": {
    description: "The `webhook-id` header. Required for Standard Webhooks.",
  },
  "SignatureVerdict.valid": { example: true },
  "SignatureVerdict.expected": {
    example: sample.SIGNED.signature,
    description: "The signature that the provider would have sent.",
  },
  "SignatureVerdict.actual": {
    example: sample.SIGNED.signature,
    description: "The signature that you sent.",
  },
  "SignatureVerdict.details": { description: "Why the signature is not valid." },
  "DeletedCount.deleted": { example: 1 },
};
