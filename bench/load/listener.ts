import { WebSocket } from "ws";
import { PING_FRAME } from "../../src/protocol/frames.ts";
import { PING_EVERY_BYTES } from "../../src/protocol/unread-limits.ts";
import { MARK, readDigits, readMark, type Lane } from "./lane.ts";

/** How the frames differ from the posted requests. Each must be 0. */
export interface Faults {
  lost: number;
  repeated: number;
  outOfOrder: number;
}

const SEQ = '"seq":';
const COMMA = 44;

/** A listener that checks each frame against the lanes of its endpoint. */
export class Listener {
  readonly endpointIndex: number;
  /** Called when a request arrives, with its lane and number. */
  onArrival: ((lane: number, counter: number) => void) | null = null;
  readonly #socket: WebSocket;
  readonly #next = new Map<number, number>();
  /** Requests that were skipped. They count as lost until they arrive, and then as out of order. */
  readonly #missing = new Set<string>();
  readonly #hasSeq: boolean;
  #lastSeq: number | null = null;
  #repeated = 0;
  #outOfOrder = 0;
  #count = 0;
  #unpingedBytes = 0;
  #waiting: { count: number; resolve: () => void } | null = null;

  /** @param hasSeq whether frames have a `seq`, which must then rise by 1 */
  static open(url: string, endpointIndex: number, hasSeq: boolean): Promise<Listener> {
    return new Promise((resolve, reject) => {
      const listener: Listener = new Listener(url, endpointIndex, hasSeq);
      listener.#socket.once("open", () => resolve(listener)).once("error", reject);
    });
  }

  private constructor(url: string, endpointIndex: number, hasSeq: boolean) {
    this.endpointIndex = endpointIndex;
    this.#hasSeq = hasSeq;
    // Like most libraries, it offers to compress frames.
    this.#socket = new WebSocket(url, { perMessageDeflate: true, skipUTF8Validation: true });
    this.#socket.on("message", (frame: Buffer) => this.#receive(frame));
  }

  /** Resolves when `count` requests have arrived, or after the deadline. */
  async waitFor(count: number, deadlineMs: number): Promise<void> {
    if (this.#count >= count) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, deadlineMs);
    this.#waiting = { count, resolve };
    await promise;
    clearTimeout(timer);
  }

  /** The faults so far, compared with what the lanes have posted. */
  faults(lanes: readonly Lane[]): Faults {
    const own = lanes.filter(({ endpointIndex }) => endpointIndex === this.endpointIndex);
    const notYet = own.reduce(
      (sum, { index, posted }) => sum + posted - (this.#next.get(index) ?? 0),
      0,
    );
    const { size: missing } = this.#missing;
    return { lost: notYet + missing, repeated: this.#repeated, outOfOrder: this.#outOfOrder };
  }

  close(): void {
    this.#socket.terminate();
  }

  #receive(frame: Buffer): void {
    this.#showThatItReads(frame.length);
    const mark = readMark(frame);
    if (!mark) return;
    this.onArrival?.(mark.lane, mark.counter);
    if (this.#hasSeq) this.#checkSeq(frame);
    this.#checkCounter(mark.lane, mark.counter);
    this.#count++;
    if (this.#waiting && this.#count >= this.#waiting.count) this.#waiting.resolve();
  }

  /** As every client of ours does. The other subjects expect no frames. */
  #showThatItReads(bytes: number): void {
    this.#unpingedBytes += bytes;
    if (!this.#hasSeq || this.#unpingedBytes < PING_EVERY_BYTES) return;
    this.#unpingedBytes = 0;
    this.#socket.send(PING_FRAME);
  }

  #checkCounter(lane: number, counter: number): void {
    const next = this.#next.get(lane) ?? 0;
    if (counter >= next) {
      for (let jumped = next; jumped < counter; jumped++) this.#missing.add(`${lane}.${jumped}`);
      this.#next.set(lane, counter + 1);
    } else if (this.#missing.delete(`${lane}.${counter}`)) this.#outOfOrder++;
    else this.#repeated++;
  }

  #checkSeq(frame: Buffer): void {
    const at = frame.indexOf(SEQ);
    // After the mark, `seq` would be part of the sender's body.
    if (at < 0 || at > frame.indexOf(MARK)) return void this.#outOfOrder++;
    const from = at + SEQ.length;
    const seq = readDigits(frame, from, frame.indexOf(COMMA, from));
    if (this.#lastSeq !== null && seq !== this.#lastSeq + 1) this.#outOfOrder++;
    this.#lastSeq = seq;
  }
}
