import * as z from "zod/mini";
import { apiKey } from "./api-key.ts";
import { requestRow } from "./captured-request.ts";
import { endpointRow } from "./endpoint.ts";
import { planInForce, planName } from "./plans.ts";
import { session } from "./session.ts";

/*
 * Lists, counts and confirmations. A 202 instead of a 200 means that the change is made, but that
 * `pending` hubs could not be reached yet; the server keeps trying.
 */

const pending = z.int().check(z.positive());

/** Any method on /h/:endpointId: the request is stored. `timestamp` is in Unix milliseconds. */
export const received = z.object({
  received: z.literal(true),
  id: z.string(),
  timestamp: z.int(),
});

/** GET /api/endpoints. `dailyRequestsMax` is null if there is no limit. */
export const endpointList = z.object({
  endpoints: z.array(endpointRow),
  total: z.int(),
  usage: z.object({ dailyRequests: z.int(), dailyRequestsMax: z.nullable(z.int()) }),
});
export type EndpointList = z.infer<typeof endpointList>;

/** GET /api/endpoints/:id/requests. */
export const requestPage = z.object({
  requests: z.array(requestRow),
  /** How many requests match the filter; null if the search has not read enough to know. */
  total: z.nullable(z.int()),
  /** Continues the search as `cursor`. Present if more requests may match. */
  next: z.optional(z.string()),
  /** How far the search has read. Present with `next`. */
  progress: z.optional(z.object({ readBytes: z.int(), storedBytes: z.int() })),
});
export type RequestPage = z.infer<typeof requestPage>;

export const deleted = z.object({ deleted: z.literal(true) });
export const deletedLater = z.object({ deleted: z.literal(true), pending });

/** DELETE /api/requests: how many were deleted. */
export const deletedCount = z.object({ deleted: z.int() });

export const keyList = z.object({ keys: z.array(apiKey) });
export const sessionList = z.object({ sessions: z.array(session) });

/** All sockets of the credential are closed, and it can't open new ones. */
export const revoked = z.object({ revoked: z.literal(true), closedConnections: z.int() });
export const revokedLater = z.object({ revoked: z.literal(true), pending });

export const disconnected = z.object({ disconnected: z.literal(true) });

/** GET /api/account/usage. A limit is null if there is none. */
export const usage = z.object({
  endpoints: z.object({ current: z.int(), limit: z.int() }),
  permanentEndpoints: z.object({ current: z.int(), limit: z.int() }),
  requests: z.object({ current: z.int(), limit: z.nullable(z.int()) }),
  apiKeys: z.object({ current: z.int(), limit: z.int() }),
  plan: planInForce,
});
export type Usage = z.infer<typeof usage>;

export const health = z.object({
  status: z.literal("ok"),
  /** Only for the operator: the newest migration that the server needs, which is applied. */
  migration: z.optional(z.string()),
});
export const codeSent = z.object({ sent: z.literal(true) });
export const signedIn = z.object({ signedIn: z.literal(true), token: z.optional(z.string()) });
export const signedOut = z.object({ signedOut: z.literal(true) });

/** POST /api/admin/accounts. `token` is never shown again. */
export const providedAccount = z.object({
  id: z.string(),
  email: z.string(),
  plan: planName,
  token: z.string(),
});

export const changedAccount = z.object({
  id: z.string(),
  plan: planName,
  closedConnections: z.int(),
});
export const changedAccountLater = z.extend(changedAccount, { pending });
