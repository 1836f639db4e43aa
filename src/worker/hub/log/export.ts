import {
  toCapturedRequest,
  toRequestRow,
  type StoredRequest,
} from "../../../protocol/captured-request.ts";
import type { ExportLine } from "../../../protocol/export.ts";

/** Enough that a row costs more than its share of a read; the largest row is above it anyway. */
const CHUNK_BYTES = 64 * 1024;

/**
 * Requests as lines of an export, a chunk each time that the reader takes one: whatever is stored,
 * a chunk of it is in memory. Nothing is held open in between, so that requests may come and go.
 *
 * @param read what is stored after a number, oldest first; read only as far as needed
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
