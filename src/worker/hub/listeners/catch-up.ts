import type { StoredRequest } from "../../../protocol/captured-request.ts";
import { MAX_CATCH_UP_BYTES, MAX_CATCH_UP_REQUESTS } from "../../../protocol/catch-up.ts";

/** Frames in order, and the range of sequence numbers before them that is not sent. */
export interface CatchUp {
  gap: { from: number; to: number } | null;
  frames: string[];
}

/**
 * Chooses the frames for a listener that has seen everything up to `since`: all later requests. If
 * there are too many, or the oldest were trimmed, the listener gets a gap and then the newest
 * requests. Nothing after the gap is missing.
 *
 * @param newestFirst the requests stored after `since` and after `trimmedThrough`; read only as
 *   far as needed
 * @param trimmedThrough the newest request that was trimmed
 * @param encode encodes a request as a frame; its size is counted in UTF-16 code units
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
