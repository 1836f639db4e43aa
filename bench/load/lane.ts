/** The size of a typical webhook. */
const BODY_BYTES = 1_024;

/**
 * Marks a request: the lane's number and the request's number in it follow, in fixed width. It has
 * letters and digits only, so that it looks the same in a body and in a frame's JSON.
 */
export const MARK = "benchlane";
const LANE_DIGITS = 5;
const COUNTER_DIGITS = 8;

/**
 * The requests that one connection posts to one endpoint, numbered 0, 1, 2… Each is posted after the
 * last one was acknowledged, so every listener must see the numbers in this order.
 */
export class Lane {
  readonly index: number;
  readonly endpointIndex: number;
  /** How many requests were posted. */
  posted = 0;
  readonly #request: Buffer;
  readonly #counterAt: number;

  constructor(index: number, endpointIndex: number, path: string) {
    this.index = index;
    this.endpointIndex = endpointIndex;
    this.#request = requestBytes(path, index);
    this.#counterAt = this.#request.indexOf(MARK) + MARK.length + LANE_DIGITS;
  }

  /** The bytes of the next request. The following call overwrites them. */
  next(): Buffer {
    let rest = this.posted++;
    for (let at = this.#counterAt + COUNTER_DIGITS - 1; at >= this.#counterAt; at--) {
      this.#request[at] = 48 + (rest % 10);
      rest = Math.floor(rest / 10);
    }
    return this.#request;
  }
}

/** The lane and number of the request in a frame, or null if the frame has none. */
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

/** Parses digits without a string, because this runs for every frame of every listener. */
export function readDigits(bytes: Buffer, from: number, to: number): number {
  let value = 0;
  for (let at = from; at < to; at++) value = value * 10 + (bytes[at] ?? 48) - 48;
  return value;
}

/** A POST with the headers of a typical webhook. Its counter is all zeros. */
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
