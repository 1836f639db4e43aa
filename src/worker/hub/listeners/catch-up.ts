import type { StoredRequest } from "../../../protocol/captured-request.ts";
import { MAX_CATCH_UP_BYTES, MAX_CATCH_UP_REQUESTS } from "../../../protocol/catch-up.ts";

/** Frames in order, and the numbers before them that are not sent. */
export interface CatchUp {
  gap: { from: number; to: number } | null;
  frames: string[];
}

/**
 * Chooses what to send to a listener that has seen everything up to `since`: all that came
 * after, or, where that is too much or its beginning was trimmed, a gap and then the newest of
 * it. After the gap nothing is missing.
 *
 * @param newestFirst what is stored after `since` and after the gap that trimming left, read
 *   only as far as needed
 * @param trimmedThrough the newest request that was trimmed
 * @param encode encodes one request as a frame; bytes are counted as UTF-16 code units
 */
export function catchUp(
  newestFirst: Iterable<StoredRequest>,
  since: number,
  trimmedThrough: number,
  encode: (request: StoredRequest) => string,
): CatchUp {
  const frames: string[] = [];
  let bytes = 0;
  let oldestSent: number | null = null;
  for (const request of newestFirst) {
    const frame = encode(request);
    bytes += frame.length;
    const isTooMuch = frames.length === MAX_CATCH_UP_REQUESTS || bytes > MAX_CATCH_UP_BYTES;
    if (isTooMuch) {
      const to = oldestSent === null ? request.seq : oldestSent - 1;
      return { gap: { from: since + 1, to }, frames: frames.toReversed() };
    }
    frames.push(frame);
    oldestSent = request.seq;
  }
  const gap = trimmedThrough > since ? { from: since + 1, to: trimmedThrough } : null;
  return { gap, frames: frames.toReversed() };
}
