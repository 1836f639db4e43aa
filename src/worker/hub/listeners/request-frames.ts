import {
  toCapturedRequest,
  type CapturedRequest,
  type StoredRequest,
} from "../../../protocol/captured-request.ts";
import { CUT_FIELD_BYTES } from "../../../protocol/frame-limits.ts";
import type { FrameFormat } from "../contract/upgrade.ts";

/** One frame to send. */
export interface Frame {
  readonly text: string;
  /** About the size in bytes: in the head, each UTF-16 code unit counts as one. */
  readonly bytes: number;
}

/** UTF-8 has at most three bytes for a UTF-16 code unit. */
const MAX_BYTES_PER_CODE_UNIT = 3;

/** How a head that does not fit is reduced, step by step. After the last one, it fits any limit. */
const HEAD_REDUCTIONS: readonly ((request: CapturedRequest) => CapturedRequest)[] = [
  (request) => request,
  ({ edgeHeaders: _edge, ...request }) => ({ ...request, rawHeaders: [], headOmitted: true }),
  (request) => ({ ...request, headers: {}, query: {}, rawQuery: "" }),
  (request) => ({
    ...request,
    path: cut(request.path),
    userAgent: request.userAgent === null ? null : cut(request.userAgent),
    contentType: request.contentType === null ? null : cut(request.contentType),
  }),
];

/**
 * The frames of one request. Listeners with different limits get different ones; each is encoded at
 * most once, and listeners whose limits both allow the whole request share one.
 */
export class RequestFrames {
  readonly #stored: StoredRequest;
  readonly #endpointId: string;
  readonly #encode: (request: CapturedRequest) => string;
  #whole: Frame | null = null;
  #chosen: Map<string, Frame> | null = null;

  /** @param encode encodes the request as a frame */
  constructor(
    stored: StoredRequest,
    endpointId: string,
    encode: (request: CapturedRequest) => string,
  ) {
    this.#stored = stored;
    this.#endpointId = endpointId;
    this.#encode = encode;
  }

  /** @param isBodyOmitted whether to omit the body even if it fits */
  frameFor(format: FrameFormat, isBodyOmitted = false): Frame {
    if (this.#mayHaveBody(format, isBodyOmitted)) {
      const whole = (this.#whole ??= this.#encodeWhole());
      // Nearly every frame is that short. Counting its bytes would take as long as sending them.
      if (whole.text.length * MAX_BYTES_PER_CODE_UNIT <= format.maxBytes) return whole;
    }
    const key = `${format.maxBytes} ${isBodyOmitted} ${format.origin}`;
    const chosen = (this.#chosen ??= new Map<string, Frame>());
    const known = chosen.get(key);
    if (known) return known;
    const frame = this.#choose(format, isBodyOmitted);
    chosen.set(key, frame);
    return frame;
  }

  /** False if the body alone exceeds the limit: no encoding makes it shorter. */
  #mayHaveBody({ maxBytes }: FrameFormat, isBodyOmitted: boolean): boolean {
    const { body, size } = this.#stored;
    // An empty body is shorter than the note that it is omitted.
    return body !== null && size <= maxBytes && (size === 0 || !isBodyOmitted);
  }

  #choose(format: FrameFormat, isBodyOmitted: boolean): Frame {
    const { maxBytes, origin } = format;
    const whole = this.#mayHaveBody(format, isBodyOmitted) ? this.#whole : null;
    if (whole && fits(whole, maxBytes)) return whole;
    const stored = this.#stored.size === 0 ? this.#stored : { ...this.#stored, body: null };
    let request = toCapturedRequest(stored, this.#endpointId, origin);
    let frame: Frame = { text: "", bytes: 0 };
    for (const reduce of HEAD_REDUCTIONS) {
      request = reduce(request);
      const text = this.#encode(request);
      frame = { text, bytes: text.length };
      if (fits(frame, maxBytes)) break;
    }
    return frame;
  }

  #encodeWhole(): Frame {
    // It has no URL, because no body is omitted.
    const request = toCapturedRequest(this.#stored, this.#endpointId, "");
    const text = this.#encode(request);
    const { body, bodyEncoding, size } = request;
    return { text, bytes: text.length + (bodyEncoding === "utf8" ? size - body.length : 0) };
  }
}

function fits({ text }: Frame, maxBytes: number): boolean {
  if (text.length * MAX_BYTES_PER_CODE_UNIT <= maxBytes) return true;
  return text.length <= maxBytes && new TextEncoder().encode(text).length <= maxBytes;
}

/** The beginning of a text, at most CUT_FIELD_BYTES long in UTF-8. Never splits a character. */
function cut(text: string): string {
  const { read } = new TextEncoder().encodeInto(text, new Uint8Array(CUT_FIELD_BYTES));
  return text.slice(0, read);
}
