import * as z from "zod/mini";
import { handshake, responseSettings } from "./response-settings.ts";

const MAX_ALIAS_CHARACTERS = 100;

const alias = z.nullable(
  z.string().check(z.trim(), z.minLength(1), z.maxLength(MAX_ALIAS_CHARACTERS)),
);

/** POST /api/endpoints. `permanent` is the published client's name for `isPermanent`. */
export const createEndpointBody = z.strictObject({
  isPermanent: z.optional(z.boolean()),
  permanent: z.optional(z.boolean()),
  alias: z.optional(alias),
});
export type CreateEndpointBody = z.infer<typeof createEndpointBody>;

/** PATCH /api/endpoints/:id. A field that is left out is not changed. */
export const updateEndpointBody = z.strictObject({
  /** A paused endpoint rejects webhooks, but keeps its listeners and stored requests. */
  isPaused: z.optional(z.boolean()),
  isPermanent: z.optional(z.boolean()),
  alias: z.optional(alias),
  /** The custom response to senders, replaced as a whole. Null restores the default. */
  response: z.optional(z.nullable(responseSettings)),
  /** The providers whose verification requests are answered. */
  handshakes: z.optional(z.array(handshake).check(z.maxLength(handshake.options.length))),
});
export type UpdateEndpointBody = z.infer<typeof updateEndpointBody>;

/** The reply to POST /api/endpoints. Times are ISO 8601 with `Z`. */
export const createdEndpoint = z.object({
  id: z.string(),
  url: z.string(),
  alias: z.nullable(z.string()),
  isPermanent: z.boolean(),
  expiresAt: z.nullable(z.string()),
  createdAt: z.string(),
});
export type CreatedEndpoint = z.infer<typeof createdEndpoint>;

/** An endpoint in lists and in GET /api/endpoints/:id. */
export const endpointRow = z.object({
  id: z.string(),
  user_id: z.string(),
  alias: z.nullable(z.string()),
  is_permanent: z.boolean(),
  is_paused: z.boolean(),
  response: z.nullable(
    z.object({
      status: z.int(),
      headers: z.record(z.string(), z.string()),
      body: z.string(),
      delay_ms: z.int(),
    }),
  ),
  handshakes: z.array(handshake),
  expires_at: z.nullable(z.string()),
  request_count: z.int(),
  last_request_at: z.nullable(z.string()),
  /** The size of the stored requests, limited by the plan's `maxStoredBytes`. */
  stored_bytes: z.int(),
  created_at: z.string(),
  updated_at: z.string(),
});
export type EndpointRow = z.infer<typeof endpointRow>;

/** The number of hours in GET /api/endpoints/:id/activity, including the current one. */
export const ACTIVITY_HOURS = 24;

/**
 * GET /api/endpoints/:id/activity: how many requests were stored in each hour, oldest first.
 * Requests that were deleted later may or may not be counted. No request is counted twice.
 */
export const endpointActivity = z.object({
  /** ACTIVITY_HOURS buckets. `from` is a full hour (UTC). The last bucket is the current hour. */
  buckets: z.array(z.object({ from: z.string(), count: z.int() })),
  total: z.int(),
});
export type EndpointActivity = z.infer<typeof endpointActivity>;
