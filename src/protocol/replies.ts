import * as z from "zod/mini";
import { apiKey } from "./api-key.ts";
import { requestRow } from "./captured-request.ts";
import { endpointRow } from "./endpoint.ts";
import { planInForce, planName } from "./plans.ts";
import { session } from "./session.ts";

/*
 * Replies that are no thing of their own: lists, counts and "done". Each 202 beside a 200 says
 * that the change holds, and that `pending` hubs were not reached yet and will be.
 */

const pending = z.int().check(z.positive());

/** Any method on /h/:endpointId: stored for good. `timestamp` is in Unix milliseconds. */
export const received = z.object({
  received: z.literal(true),
  id: z.string(),
  timestamp: z.int(),
});

/** GET /api/endpoints. A null `dailyRequestsMax` is no limit. */
export const endpointList = z.object({
  endpoints: z.array(endpointRow),
  total: z.int(),
  usage: z.object({ dailyRequests: z.int(), dailyRequestsMax: z.nullable(z.int()) }),
});
export type EndpointList = z.infer<typeof endpointList>;

/** GET /api/endpoints/:id/requests. `total` counts what the filter lets through. */
export const requestPage = z.object({ requests: z.array(requestRow), total: z.int() });
export type RequestPage = z.infer<typeof requestPage>;

export const deleted = z.object({ deleted: z.literal(true) });
export const deletedLater = z.object({ deleted: z.literal(true), pending });

/** DELETE /api/requests: how many of them there were. */
export const deletedCount = z.object({ deleted: z.int() });

export const keyList = z.object({ keys: z.array(apiKey) });
export const sessionList = z.object({ sessions: z.array(session) });

/** No socket of the credential is open anywhere, and none can be opened. */
export const revoked = z.object({ revoked: z.literal(true), closedConnections: z.int() });
export const revokedLater = z.object({ revoked: z.literal(true), pending });

export const disconnected = z.object({ disconnected: z.literal(true) });

/** GET /api/account/usage. A null limit is none. */
export const usage = z.object({
  endpoints: z.object({ current: z.int(), limit: z.int() }),
  permanentEndpoints: z.object({ current: z.int(), limit: z.int() }),
  requests: z.object({ current: z.int(), limit: z.nullable(z.int()) }),
  apiKeys: z.object({ current: z.int(), limit: z.int() }),
  plan: planInForce,
});
export type Usage = z.infer<typeof usage>;

export const health = z.object({ status: z.literal("ok") });
export const codeSent = z.object({ sent: z.literal(true) });
export const signedIn = z.object({ signedIn: z.literal(true), token: z.optional(z.string()) });
export const signedOut = z.object({ signedOut: z.literal(true) });

/** POST /api/admin/accounts: the only time that this `token` is shown. */
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
