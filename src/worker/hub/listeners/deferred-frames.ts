/**
 * What new sockets are sent first. It leaves once the answer to their upgrade has: what is sent
 * into a socket before then costs 10 KiB for as long as the socket is open. Whoever sends anything
 * else to a socket calls `sendAll` before, so that nothing comes before its greeting.
 */
export class Greetings {
  readonly #armPong: (isArmed: boolean) => void;
  readonly #waiting = new Map<WebSocket, readonly string[]>();

  /** @param armPong switches on or off that the runtime answers pings by itself: it would first */
  constructor(armPong: (isArmed: boolean) => void) {
    this.#armPong = armPong;
    armPong(true);
  }

  /** Sends these frames to a socket that was just accepted, in the next turn or sooner. */
  add(socket: WebSocket, frames: readonly string[]): void {
    this.#waiting.set(socket, frames);
    this.#armPong(false);
    // A turn that begins with a timer: the answer is on its way by then.
    setTimeout(() => this.sendAll(), 0);
  }

  /** Sends what waits to be sent. */
  sendAll(): void {
    if (this.#waiting.size === 0) return;
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    this.#armPong(true);
    for (const [socket, frames] of waiting) {
      // Its peer may have left already.
      if (socket.readyState !== WebSocket.OPEN) continue;
      for (const frame of frames) socket.send(frame);
    }
  }
}
