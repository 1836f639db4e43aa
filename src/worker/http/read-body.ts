import { MIN_INTERVAL_BYTES, TooSlowError } from "../../protocol/body-pace.ts";
import { MINUTE_MS } from "../../protocol/time-units.ts";
import { PacedReader } from "./paced-reader.ts";

/** The beginning of a body, or all of it. */
export interface BodyHead {
  /** The whole body if `rest` is null. */
  bytes: Uint8Array;
  /** The rest of the body; null if there is none. */
  rest: PacedReader | null;
  /** The Content-Length in bytes; null if the sender did not declare one. */
  declaredSize: number | null;
}

/** A body, or only its size if it exceeds the limit. */
export interface BoundedBody {
  /** Empty if `size` exceeds the limit. */
  bytes: Uint8Array;
  /** In bytes. If the body was not read to its end: declared or read, whichever is larger. */
  size: number;
}

/** Size of the buffer that `drain` reuses for each read. */
const READ_BYTES = 64 * 1024;

/** How many bytes beyond the limit `readBounded` reads and discards. */
const MAX_DISCARDED_BYTES = 512 * 1024;

/**
 * A body up to this size is read without a deadline: while it arrives, it occupies nothing but its
 * connection, and a timer for each small webhook would be the larger cost.
 */
const MAX_UNTIMED_BYTES = MIN_INTERVAL_BYTES;

/** How long a body above `MAX_UNTIMED_BYTES` may take if it is read in one go. */
const MAX_WHOLE_READ_MS = MINUTE_MS;

/** Reads a body in bounded memory, whatever the sender does. */
export async function readBounded(request: Request, maxBytes: number): Promise<BoundedBody> {
  const head = await readHead(request, maxBytes);
  if (head.rest === null) return { bytes: head.bytes, size: head.bytes.length };
  return { bytes: new Uint8Array(), size: await drain(head, maxBytes + MAX_DISCARDED_BYTES) };
}

/**
 * Reads the whole body if it has at most `maxBytes`. Of a larger one, reads at most `maxBytes + 1`
 * bytes.
 */
export async function readHead(request: Request, maxBytes: number): Promise<BodyHead> {
  const declared = request.headers.get("content-length");
  const declaredSize = declared === null ? null : Number(declared);
  // By far the most common case. The runtime reads it in one go, without creating a stream.
  if (declaredSize !== null && declaredSize <= maxBytes) {
    const reading = request.arrayBuffer();
    const isTimed = declaredSize > MAX_UNTIMED_BYTES;
    const bytes = new Uint8Array(await (isTimed ? withDeadline(reading) : reading));
    return { bytes, rest: null, declaredSize };
  }
  const { body } = request;
  if (body === null) return { bytes: new Uint8Array(), rest: null, declaredSize: 0 };
  if (declaredSize === null) return readUntil(byteReader(body), maxBytes);
  return { bytes: new Uint8Array(), rest: byteReader(body), declaredSize };
}

/**
 * Reads and discards a body that is not needed. If it is longer than `maxBytes`, the runtime
 * closes the connection after the reply; otherwise, the sender can use it again.
 */
export async function discardBody({ body }: Request, maxBytes: number): Promise<void> {
  if (body === null) return;
  await drain({ bytes: new Uint8Array(), rest: byteReader(body), declaredSize: null }, maxBytes);
}

/**
 * Reads a body to its end, or until it exceeds `maxBytes`. If the server replied while the sender
 * is still sending, many HTTP clients would report a broken connection instead of the reply.
 *
 * @param pass receives each chunk. When it resolves, the next read overwrites the chunk
 * @returns the body's size in bytes. If it was not read to its end: declared or read, whichever is
 *   larger
 */
export async function drain(
  { bytes, rest, declaredSize }: BodyHead,
  maxBytes: number,
  pass: (chunk: Uint8Array) => Promise<void> = async () => {},
): Promise<number> {
  let size = bytes.length;
  if (size > 0) await pass(bytes);
  let [buffer, isDone] = [new ArrayBuffer(READ_BYTES), rest === null];
  while (!isDone && size <= maxBytes) {
    const read = await rest?.read(new Uint8Array(buffer));
    isDone = read?.done ?? true;
    if (!read?.value) break;
    size += read.value.length;
    if (read.value.length > 0) await pass(read.value);
    buffer = read.value.buffer as ArrayBuffer;
  }
  if (!isDone) void rest?.cancel().catch(() => {});
  return Math.max(size, declaredSize ?? 0);
}

/**
 * A body from the network is a byte stream, which a BYOB reader needs. One created by another
 * worker may be an ordinary stream.
 */
function byteReader(body: ReadableStream<Uint8Array>): PacedReader {
  try {
    return new PacedReader(body.getReader({ mode: "byob" }));
  } catch {
    const bytes = body.pipeThrough(new IdentityTransformStream());
    return new PacedReader(bytes.getReader({ mode: "byob" }));
  }
}

/** @throws TooSlowError */
async function withDeadline<Read>(reading: Promise<Read>): Promise<Read> {
  const { promise, reject } = Promise.withResolvers<never>();
  const fail = () => reject(new TooSlowError("The body arrives too slowly."));
  const timer = setTimeout(fail, MAX_WHOLE_READ_MS);
  try {
    return await Promise.race([reading, promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** Collects a body of unknown length in a buffer that doubles in size. */
async function readUntil(rest: PacedReader, maxBytes: number): Promise<BodyHead> {
  const room = maxBytes + 1;
  let [buffer, size] = [new ArrayBuffer(Math.min(room, READ_BYTES)), 0];
  while (size < room) {
    if (size === buffer.byteLength) buffer = buffer.transfer(Math.min(room, 2 * size));
    const { done, value } = await rest.read(new Uint8Array(buffer, size));
    if (value) [buffer, size] = [value.buffer as ArrayBuffer, size + value.length];
    // Shrink the buffer instead of returning a view: RPC would send the whole buffer.
    if (done) {
      return { bytes: new Uint8Array(buffer.transfer(size)), rest: null, declaredSize: null };
    }
  }
  return { bytes: new Uint8Array(buffer, 0, size), rest, declaredSize: null };
}
