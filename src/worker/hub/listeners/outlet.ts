import { CLOSE } from "../../../protocol/close-codes.ts";
import type { FrameFormat } from "../contract/upgrade.ts";
import { readAttachment, writeAttachment } from "./attachment.ts";
import type { RequestFrames } from "./request-frames.ts";
import { UnreadBytes } from "./unread-bytes.ts";

/**
 * Sends requests to one listener, in the format that it takes. If the listener does not read, it gets
 * no bodies, and is closed in the end. An outlet is a cache of the socket's attachment, because reading
 * that takes longer than sending a frame.
 */
export class Outlet {
  readonly format: FrameFormat;
  readonly #unread: UnreadBytes;
  readonly #pingedAt: () => number | null;

  /**
   * @param sentAt the attachment's `sentAt`
   * @param pingedAt returns the time of the listener's last ping; null if it has never pinged
   */
  constructor(
    format: FrameFormat,
    sentAt: readonly number[] | undefined,
    pingedAt: () => number | null,
  ) {
    this.format = format;
    this.#unread = new UnreadBytes(sentAt);
    this.#pingedAt = pingedAt;
  }

  /** Sends requests in order, or closes the socket. Returns whether it is still open. */
  send(socket: WebSocket, requests: readonly RequestFrames[], now: number): boolean {
    for (const request of requests) {
      const progress = this.#unread.progress(now, this.#pingedAt);
      if (progress === "lost") {
        socket.close(CLOSE.PEER_SILENT, "too far behind");
        return false;
      }
      const { text, bytes } = request.frameFor(this.format, progress === "behind");
      socket.send(text);
      this.count(socket, bytes, now);
    }
    return true;
  }

  /** Counts bytes that are sent to the socket. */
  count(socket: WebSocket, bytes: number, now: number): void {
    if (!this.#unread.add(bytes, now)) return;
    writeAttachment(socket, { ...readAttachment(socket), sentAt: this.#unread.sentAt });
  }
}
