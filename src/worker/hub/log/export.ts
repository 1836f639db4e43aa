import {
  toCapturedRequest,
  toRequestRow,
  type StoredRequest,
} from "../../../protocol/captured-request.ts";
import type { ExportLine } from "../../../protocol/export.ts";

/** Large enough to make the overhead of each query negligible. */
const CHUNK_BYTES = 64 * 1024;

/**
 * Requests as lines of an export, one chunk per pull, so that only one chunk is in memory. No
 * cursor stays open between chunks, so requests may be added and removed meanwhile.
 *
 * @param read returns the requests after a sequence number, oldest first; iterated only as far as
 *   needed
 */
export function streamRequestLines(
  read: (after: number) => Iterable<StoredRequest>,
  endpointId: string,
  publicUrl: string,
): ReadableStream<Uint8Array> {
  let last = 0;
  return new ReadableStream({
    type: "bytes",
    pull: (controller) => {
      let [text, isLast] = ["", true];
      for (const stored of read(last)) {
        if (text.length >= CHUNK_BYTES) {
          isLast = false;
          break;
        }
        const request = toRequestRow(toCapturedRequest(stored, endpointId, publicUrl));
        text += `${JSON.stringify({ type: "request", request } satisfies ExportLine)}\n`;
        last = stored.seq;
      }
      if (text !== "") controller.enqueue(new TextEncoder().encode(text));
      if (isLast) controller.close();
    },
  });
}
