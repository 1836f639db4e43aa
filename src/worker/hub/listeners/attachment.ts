import * as z from "zod/mini";
import { frameFormat, listenerIdentity } from "../contract/upgrade.ts";

/** The state of a socket, which survives hibernation in its attachment (at most 16 KiB). */
const attachment = z.extend(listenerIdentity, {
  connectionId: z.string(),
  /** Grows with each socket, to order sockets that were accepted in the same millisecond. */
  admission: z.int(),
  /** Unix milliseconds. */
  connectedAt: z.number(),
  /** The last ping other than PING_FRAME, which the runtime answers itself. Unix milliseconds. */
  pingedAt: z.nullable(z.number()),
  badFrames: z.int(),
  /** Not set if a worker of version 1 passed the upgrade. */
  format: z.optional(frameFormat),
  /** See `UnreadBytes.sentAt`. Not set before the first step. */
  sentAt: z.optional(z.array(z.number())),
});
export type Attachment = z.infer<typeof attachment>;

export function readAttachment(socket: WebSocket): Attachment {
  return attachment.parse(socket.deserializeAttachment());
}

export function writeAttachment(socket: WebSocket, value: Attachment): void {
  socket.serializeAttachment(value);
}
