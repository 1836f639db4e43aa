import * as z from "zod/mini";
import { handshake, responseSettings } from "./response-settings.ts";

const MAX_ALIAS_CHARACTERS = 100;

const alias = z.nullable(
  z.string().check(z.trim(), z.minLength(1), z.maxLength(MAX_ALIAS_CHARACTERS)),
);

/** POST /api/endpoints. `permanent` is the published client's other spelling of `isPermanent`. */
export const createEndpointBody = z.strictObject({
  isPermanent: z.optional(z.boolean()),
  permanent: z.optional(z.boolean()),
  alias: z.optional(alias),
});
export type CreateEndpointBody = z.infer<typeof createEndpointBody>;

/** PATCH /api/endpoints/:id. What is left out stays as it is. */
export const updateEndpointBody = z.strictObject({
  /** Paused, it refuses webhooks; its listeners and its history stay. */
  isPaused: z.optional(z.boolean()),
  isPermanent: z.optional(z.boolean()),
  alias: z.optional(alias),
  /** What senders get; null: the default. It is set as a whole. */
  response: z.optional(z.nullable(responseSettings)),
  /** Whose checks are answered; [] for none. */
  handshakes: z.optional(z.array(handshake).check(z.maxLength(handshake.options.length))),
});
export type UpdateEndpointBody = z.infer<typeof updateEndpointBody>;

/** The reply to POST /api/endpoints; times are ISO 8601 with `Z`. */
export const createdEndpoint = z.object({
  id: z.string(),
  url: z.string(),
  alias: z.nullable(z.string()),
  isPermanent: z.boolean(),
  expiresAt: z.nullable(z.string()),
  createdAt: z.string(),
});
export type CreatedEndpoint = z.infer<typeof createdEndpoint>;

/** One endpoint as lists and GET /api/endpoints/:id give it. */
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
  /** Bytes of what is stored now, bodies and headers; the plan's `maxStoredBytes` bounds it. */
  stored_bytes: z.int(),
  created_at: z.string(),
  updated_at: z.string(),
});
export type EndpointRow = z.infer<typeof endpointRow>;

/** How many hours GET /api/endpoints/:id/activity shows, the one that runs included. */
export const ACTIVITY_HOURS = 24;

/**
 * GET /api/endpoints/:id/activity: how many requests came in each hour, oldest first.
 * What its owner has deleted since may count or not; what came never counts twice.
 */
export const endpointActivity = z.object({
  /** ACTIVITY_HOURS of them; `from` is a full hour (UTC), and the last one runs still. */
  buckets: z.array(z.object({ from: z.string(), count: z.int() })),
  total: z.int(),
});
export type EndpointActivity = z.infer<typeof endpointActivity>;
