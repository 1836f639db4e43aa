/** Bodies have this size, as a webhook of ordinary size has. */
export const BODY_BYTES = 1_024;

/**
 * Goes before a lane's number and the request's number in it, in digits of fixed width. Letters
 * and digits alone: it looks the same in the body and in a frame that carries the body as JSON.
 */
export const MARK = "benchlane";
const LANE_DIGITS = 5;
const COUNTER_DIGITS = 8;
export const MARKED_BYTES = MARK.length + LANE_DIGITS + COUNTER_DIGITS;

/**
 * What one connection posts to one endpoint: 0, 1, 2… On a lane nothing is posted before the last
 * is acknowledged, so every listener must see its numbers in just this order.
 */
export class Lane {
  readonly index: number;
  readonly endpointIndex: number;
  /** How many were posted. */
  posted = 0;
  readonly #request: Buffer;
  readonly #counterAt: number;

  constructor(index: number, endpointIndex: number, path: string) {
    this.index = index;
    this.endpointIndex = endpointIndex;
    this.#request = requestBytes(path, index);
    this.#counterAt = this.#request.indexOf(MARK) + MARK.length + LANE_DIGITS;
  }

  /** The bytes of the next request. They are overwritten by the one after. */
  next(): Buffer {
    let rest = this.posted++;
    for (let at = this.#counterAt + COUNTER_DIGITS - 1; at >= this.#counterAt; at--) {
      this.#request[at] = 48 + (rest % 10);
      rest = Math.floor(rest / 10);
    }
    return this.#request;
  }
}

/** Reads which request a frame carries; null: none of a lane. */
export function readMark(frame: Buffer): { lane: number; counter: number } | null {
  const at = frame.indexOf(MARK);
  if (at < 0) return null;
  const laneAt = at + MARK.length;
  const counterAt = laneAt + LANE_DIGITS;
  return {
    lane: readDigits(frame, laneAt, counterAt),
    counter: readDigits(frame, counterAt, counterAt + COUNTER_DIGITS),
  };
}

/** Digits as a number, without making a string: this runs for every frame of every listener. */
export function readDigits(bytes: Buffer, from: number, to: number): number {
  let value = 0;
  for (let at = from; at < to; at++) value = value * 10 + (bytes[at] ?? 48) - 48;
  return value;
}

/** A POST with the headers that webhooks usually have; its counter is still all zeros. */
function requestBytes(path: string, lane: number): Buffer {
  const mark = MARK + String(lane).padStart(LANE_DIGITS, "0") + "0".repeat(COUNTER_DIGITS);
  const start = `{"event":"order.paid","id":"${mark}","data":"`;
  const body = `${start}${"x".repeat(BODY_BYTES - start.length - 2)}"}`;
  return Buffer.from(
    [
      `POST ${path} HTTP/1.1`,
      "host: 127.0.0.1",
      "user-agent: bench",
      "content-type: application/json",
      "x-webhook-event: order.paid",
      "x-webhook-signature: sha256=0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
      `content-length: ${body.length}`,
      "",
      body,
    ].join("\r\n"),
  );
}
