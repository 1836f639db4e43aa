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
export async function readBounded(
  request: Request,
  maxBytes: number,
  maxDrainedBytes = MAX_DRAINED_BYTES,
): Promise<BoundedBody> {
  if (request.body === null) return { bytes: new Uint8Array(), size: 0 };
  const declared = Number(request.headers.get("content-length") ?? 0);
  // The common case by far: the length is known and small, and the runtime reads it in one go.
  const isKnown = request.headers.has("content-length") && declared <= maxBytes;
  if (isKnown) return whole(new Uint8Array(await request.arrayBuffer()));
  const { chunks, size } = await readChunks(request.body, maxBytes, maxDrainedBytes);
  if (size > maxBytes) return { bytes: new Uint8Array(), size: Math.max(size, declared) };
  return whole(concat(chunks, size));
}

function whole(bytes: Uint8Array): BoundedBody {
  return { bytes, size: bytes.length };
}

/**
 * Reads to the end, or nearly. Answering while the sender still sends makes
 * many HTTP clients report a broken connection in place of the reply.
 */
async function readChunks(
  body: ReadableStream<Uint8Array>,
  maxBytes: number,
  maxDrainedBytes: number,
) {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size <= maxBytes) chunks.push(chunk);
    else chunks.length = 0;
    if (size > maxBytes + maxDrainedBytes) break;
  }
  return { chunks, size };
}

function concat(chunks: Uint8Array[], size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
