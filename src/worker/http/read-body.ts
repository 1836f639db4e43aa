/** A body of which at most the beginning was read. */
export interface BodyHead {
  /** All of it where `rest` is null. */
  bytes: Uint8Array;
  /** What comes after; null: nothing does. */
  rest: ReadableStreamBYOBReader | null;
  /** What Content-Length said; null: it is not known before the end. */
  declaredSize: number | null;
}

/** As much as is read on at a time, in one buffer that is used again and again. */
const READ_BYTES = 64 * 1024;

/** Reads a body that is not above `maxBytes` whole, and of any other no more than one byte over. */
export async function readHead(request: Request, maxBytes: number): Promise<BodyHead> {
  const declared = request.headers.get("content-length");
  const declaredSize = declared === null ? null : Number(declared);
  // The common case by far: the runtime reads it in one go, and never makes a stream of it.
  if (declaredSize !== null && declaredSize <= maxBytes) {
    return { bytes: new Uint8Array(await request.arrayBuffer()), rest: null, declaredSize };
  }
  const { body } = request;
  if (body === null) return { bytes: new Uint8Array(), rest: null, declaredSize: 0 };
  if (declaredSize === null) return readUntil(bytesOf(body), maxBytes);
  return { bytes: new Uint8Array(), rest: bytesOf(body), declaredSize };
}

/**
 * Reads on to the end, or nearly, and hands each piece to `pass`, or to nobody. Answering while
 * the sender still sends makes many HTTP clients report a broken connection in place of the reply.
 *
 * @param pass has done with a piece when it resolves: the next one comes in its place
 * @returns the body's size in bytes; where it was not read to its end, what was declared or seen
 */
export async function drain(
  { bytes, rest, declaredSize }: BodyHead,
  maxBytes: number,
  pass: (piece: Uint8Array) => Promise<void> = async () => {},
): Promise<number> {
  let size = bytes.length;
  if (size > 0) await pass(bytes);
  let [buffer, isOver] = [new ArrayBuffer(READ_BYTES), rest === null];
  while (!isOver && size <= maxBytes) {
    const read = await rest?.read(new Uint8Array(buffer));
    isOver = read?.done ?? true;
    if (!read?.value) break;
    size += read.value.length;
    if (read.value.length > 0) await pass(read.value);
    buffer = read.value.buffer as ArrayBuffer;
  }
  if (!isOver) void rest?.cancel().catch(() => {});
  return Math.max(size, declaredSize ?? 0);
}

/** What comes over a network is a stream of bytes; what another worker made may be one of chunks. */
function bytesOf(body: ReadableStream<Uint8Array>): ReadableStreamBYOBReader {
  try {
    return body.getReader({ mode: "byob" });
  } catch {
    return body.pipeThrough(new IdentityTransformStream()).getReader({ mode: "byob" });
  }
}

/** Nobody knows how long the body is: it is collected in a buffer that doubles. */
async function readUntil(rest: ReadableStreamBYOBReader, maxBytes: number): Promise<BodyHead> {
  const room = maxBytes + 1;
  let [buffer, size] = [new ArrayBuffer(Math.min(room, READ_BYTES)), 0];
  while (size < room) {
    if (size === buffer.byteLength) buffer = buffer.transfer(Math.min(room, 2 * size));
    const { done, value } = await rest.read(new Uint8Array(buffer, size));
    if (value) [buffer, size] = [value.buffer as ArrayBuffer, size + value.length];
    // No view of a larger buffer: a call to the hub would take all of that along.
    if (done) {
      return { bytes: new Uint8Array(buffer.transfer(size)), rest: null, declaredSize: null };
    }
  }
  return { bytes: new Uint8Array(buffer, 0, size), rest, declaredSize: null };
}
