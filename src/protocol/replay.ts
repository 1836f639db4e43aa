import * as z from "zod/mini";
import { isUuid } from "./ids.ts";
import { clientMode, clientType } from "./client.ts";

const id = z.string().check(z.refine(isUuid, "is not an id"));

/** A connected listener. `connectedAt` is in Unix milliseconds. */
export const connection = z.object({
  connectionId: z.string(),
  clientType,
  clientMode,
  connectedAt: z.number(),
  userAgent: z.nullable(z.string()),
});
export type Connection = z.infer<typeof connection>;

/** GET /api/replay/targets/:requestId: the listeners that can receive a replay. */
export const replayTargets = z.object({ targets: z.array(connection) });

/** POST /api/replay. */
export const replayBody = z.strictObject({ requestId: id, connectionId: id });

/** The reply to POST /api/replay. The request was sent, but listeners do not confirm delivery. */
export const replayDispatched = z.object({
  success: z.literal(true),
  statusCode: z.literal(202),
  statusText: z.literal("Dispatched"),
  connectionId: z.string(),
  clientType,
  clientMode,
  dispatchedAt: z.string(),
});
export type ReplayDispatched = z.infer<typeof replayDispatched>;

/** GET /api/endpoints/:id/listeners: the listeners with their API keys, and the limit. */
export const listenerList = z.object({
  listeners: z.array(
    z.extend(connection, { keyId: z.nullable(z.string()), keyName: z.nullable(z.string()) }),
  ),
  max: z.int(),
});
export type ListenerList = z.infer<typeof listenerList>;
