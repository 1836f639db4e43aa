import * as z from "zod/mini";
import { capturedRequest, type CapturedRequest } from "./captured-request.ts";
import { connection } from "./replay.ts";
import { SECOND_MS } from "./time-units.ts";

/** Listeners send exactly this every 25 to 30 seconds. It is answered without waking the hub. */
export const PING_FRAME = '{"type":"ping"}';

/** A listener that has pinged before is silent if it misses three pings. */
export const SILENT_AFTER_MS = 90 * SECOND_MS;

/** The largest frame that a listener can send, in UTF-16 code units of its text. */
export const MAX_CLIENT_FRAME_LENGTH = 64 * 1024;

const frame = <Type extends string, Payload extends z.ZodMiniType>(type: Type, payload: Payload) =>
  z.object({ type: z.literal(type), timestamp: z.number(), payload });

/** Every frame that the server sends. Source: docs/api.md, "Listening". */
export const serverFrame = z.discriminatedUnion("type", [
  frame("connected", z.object({ connectionId: z.string(), lastSeq: z.int() })),
  frame("new_request", capturedRequest),
  frame(
    "replay_request",
    z.object({
      replayId: z.string(),
      sourceRequestId: z.string(),
      dispatchedAt: z.string(),
      target: connection,
      request: capturedRequest,
    }),
  ),
  frame("gap", z.object({ from: z.int(), to: z.int() })),
  frame("error", z.object({ message: z.string() })),
  frame("pong", z.object({})),
]);
export type ServerFrame = z.infer<typeof serverFrame>;

type PayloadOf<Type extends ServerFrame["type"]> = Extract<ServerFrame, { type: Type }>["payload"];

/** Encodes one frame. `now` is in Unix milliseconds. */
export function encodeFrame<Type extends ServerFrame["type"]>(
  type: Type,
  payload: PayloadOf<Type>,
  now: number,
): string {
  return JSON.stringify({ type, timestamp: now, payload });
}

/** Encodes `new_request`; its timestamp is when the request was captured. */
export function encodeNewRequest(request: CapturedRequest): string {
  return encodeFrame("new_request", request, Date.parse(request.createdAt));
}
