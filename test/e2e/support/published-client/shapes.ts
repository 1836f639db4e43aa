import * as z from "zod";

/*
 * The fields that the client reads from each reply. A missing field or one of another type is an
 * error. Further fields are ignored.
 */

/** ISO 8601 with `Z`. */
const time = z.iso.datetime();
const count = z.int().min(0);
/** Null if the plan has no limit. */
const limit = count.nullable();

export const me = z.object({
  id: z.uuid(),
  email: z.email(),
  name: z.string().nullable(),
  avatarUrl: z.string().nullable(),
  plan: z.enum(["free", "plus", "pro", "team"]),
  createdAt: time,
});

export const usage = z.object({
  endpoints: z.object({ current: count, limit }),
  requests: z.object({ current: count, limit }),
});

export const subscription = z.object({
  id: z.string(),
  userId: z.uuid(),
  status: z.string(),
  plan: z.string(),
  billingCycle: z.string(),
  currentPeriodStart: time,
  currentPeriodEnd: time,
  cancelledAt: time.nullable(),
});

export const createdEndpoint = z.object({
  id: z.uuid(),
  url: z.url(),
  alias: z.string().nullable(),
  isPermanent: z.boolean(),
  expiresAt: time.nullable(),
  createdAt: time,
});

export const endpointRow = z.object({
  id: z.uuid(),
  user_id: z.uuid(),
  alias: z.string().nullable(),
  is_permanent: z.boolean(),
  expires_at: time.nullable(),
  request_count: count,
  last_request_at: time.nullable(),
  created_at: time,
  updated_at: time,
});

export const endpointList = z.object({
  endpoints: z.array(endpointRow),
  total: count,
  usage: z.object({ dailyRequests: count, dailyRequestsMax: limit }),
});

const texts = z.record(z.string(), z.string());

export const requestRow = z.object({
  id: z.uuid(),
  endpoint_id: z.uuid(),
  method: z.string(),
  path: z.string(),
  headers: texts,
  query: texts,
  body: z.string(),
  content_type: z.string().nullable(),
  ip: z.string().nullable(),
  user_agent: z.string().nullable(),
  size: count,
  created_at: time,
});

export const requestList = z.object({ requests: z.array(requestRow), total: count });

const target = z.object({
  connectionId: z.uuid(),
  clientType: z.enum(["web", "cli", "api_key", "unknown"]),
  clientMode: z.enum(["listen", "forward"]).nullable(),
  /** Unix milliseconds. */
  connectedAt: z.int(),
  userAgent: z.string().nullable(),
});

export const replayTargets = z.object({ targets: z.array(target).min(1) });

export const dispatched = z.object({
  success: z.literal(true),
  statusCode: z.literal(202),
  statusText: z.literal("Dispatched"),
  connectionId: z.uuid(),
  clientType: target.shape.clientType,
  clientMode: target.shape.clientMode,
  dispatchedAt: time,
});

/** A webhook as the socket delivers it. */
export const event = z.object({
  id: z.uuid(),
  endpointId: z.uuid(),
  method: z.string(),
  path: z.string(),
  headers: texts,
  query: texts,
  body: z.string(),
  contentType: z.string().nullable(),
  ip: z.string().nullable(),
  userAgent: z.string().nullable(),
  size: count,
  createdAt: time,
});
export type Event = z.infer<typeof event>;

/** Any frame from the server. */
export const frame = z.object({ type: z.string(), timestamp: z.int(), payload: z.unknown() });

/** The only 403 that the client retries. A body with a further field is another refusal. */
export const connectionLimit = z.strictObject({
  error: z.literal("Connection limit reached"),
  max: z.int(),
});
