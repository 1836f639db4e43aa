/**
 * Defers the first frames of each new socket until the reply to its upgrade has been sent. A frame
 * sent earlier would cost 10 KiB of memory for as long as the socket is open. Call `flush` before
 * sending anything else to a socket, so that nothing overtakes its first frames.
 */
export class DeferredFrames {
  readonly #armAutoPong: (isArmed: boolean) => void;
  readonly #waiting = new Map<WebSocket, readonly string[]>();

  /**
   * @param armAutoPong switches the runtime's own reply to pings on or off: a pong must not
   *   overtake the first frames either
   */
  constructor(armAutoPong: (isArmed: boolean) => void) {
    this.#armAutoPong = armAutoPong;
    armAutoPong(true);
  }

  /** Sends these frames to a socket that was just accepted, in the next turn or earlier. */
  sendAfterUpgrade(socket: WebSocket, frames: readonly string[]): void {
    this.#waiting.set(socket, frames);
    this.#armAutoPong(false);
    // A timer starts a new turn of the event loop, and the reply is sent before that.
    setTimeout(() => this.flush(), 0);
  }

  /** Sends all frames that are deferred. */
  flush(): void {
    if (this.#waiting.size === 0) return;
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    this.#armAutoPong(true);
    for (const [socket, frames] of waiting) {
      // The peer may have disconnected already.
      if (socket.readyState !== WebSocket.OPEN) continue;
      for (const frame of frames) socket.send(frame);
    }
  }
}
