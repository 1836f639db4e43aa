import { drain, readHead } from "./read-body.ts";

/** How much of a body that is too large is still read, and thrown away. */
const MAX_DRAINED_BYTES = 512 * 1024;

/** A body, or its size alone where it is above the bound. */
export interface BoundedBody {
  /** Empty where `size` is above the bound. */
  bytes: Uint8Array;
  /** Bytes of the body; where it was not read to its end, what was declared or seen of it. */
  size: number;
}

/** Reads a body in memory that is bounded whatever the sender does. */
export async function readBounded(request: Request, maxBytes: number): Promise<BoundedBody> {
  const head = await readHead(request, maxBytes);
  if (head.rest === null) return { bytes: head.bytes, size: head.bytes.length };
  return { bytes: new Uint8Array(), size: await drain(head, maxBytes + MAX_DRAINED_BYTES) };
}
