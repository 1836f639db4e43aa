import { PART_BYTES } from "./body-parts.ts";

/** Parallel uploads per hub. Each holds one part in memory, and an isolate has 128 MB. */
const MAX_UPLOADS = 16;

/** A sender that is silent for this long has disconnected or is only blocking an upload slot. */
const MAX_SILENCE_MS = 30_000;

/** A body whose parts are stored. Its request is stored later and refers to `key`. */
export interface UploadedBody {
  /** Negative, because an older version stored bodies under sequence numbers. */
  key: number;
  size: number;
}

export type UploadRefusal = "payload_too_large" | "unavailable";
export type UploadResult = { ok: true; body: UploadedBody } | { ok: false; reason: UploadRefusal };

/**
 * Writes bodies above the inline limit part by part while they arrive, so that memory use does not
 * depend on their size. Each upload has a row in `uploads` until its request is stored, so that
 * parts left behind by a crash are found and removed.
 */
export class Uploads {
  readonly #storage: DurableObjectStorage;
  readonly #isAccepting: () => boolean;
  #active = 0;

  /** @param isAccepting returns false after the endpoint was deleted; called before each write */
  constructor(storage: DurableObjectStorage, isAccepting: () => boolean) {
    this.#storage = storage;
    this.#isAccepting = isAccepting;
    // An upload ends with its hub instance, so these are leftovers of an earlier instance.
    for (const { key } of storage.sql.exec<{ key: number }>("SELECT key FROM uploads").toArray()) {
      this.discard(-key);
    }
  }

  /** Stores a body while it arrives. If the result is not `ok`, all its parts are removed. */
  async receive(stream: ReadableStream<Uint8Array>, maxBytes: number): Promise<UploadResult> {
    if (this.#active >= MAX_UPLOADS || !this.#isAccepting()) {
      return { ok: false, reason: "unavailable" };
    }
    this.#active++;
    const key = this.#begin();
    const reader = stream.getReader({ mode: "byob" });
    try {
      const result = await this.#store(reader, key, maxBytes);
      if (!result.ok) this.discard(key);
      return result;
    } catch {
      // The sender disconnected or fell silent, so nobody reads the reason.
      this.discard(key);
      return { ok: false, reason: "unavailable" };
    } finally {
      this.#active--;
      reader.cancel().catch(() => {});
    }
  }

  /** Removes the parts of a body whose request was not stored. */
  discard(key: number): void {
    this.#storage.transactionSync(() => {
      this.#storage.sql.exec("DELETE FROM body_parts WHERE seq = ?", key);
      this.#storage.sql.exec("DELETE FROM uploads WHERE key = ?", -key);
    });
  }

  async #store(
    reader: ReadableStreamBYOBReader,
    key: number,
    maxBytes: number,
  ): Promise<UploadResult> {
    // All parts share one buffer. With a new buffer for each part, a body of 25 MiB would leave 25 MiB of garbage.
    let buffer = new ArrayBuffer(PART_BYTES);
    for (let [part, size] = [0, 0]; ; part++) {
      const { bytes, isLast } = await readPart(reader, buffer, this.#isAccepting);
      size += bytes.length;
      if (!this.#isAccepting()) return { ok: false, reason: "unavailable" };
      if (size > maxBytes) return { ok: false, reason: "payload_too_large" };
      if (bytes.length > 0) this.#write(key, part, bytes);
      if (isLast) return { ok: true, body: { key, size } };
      buffer = bytes.buffer;
    }
  }

  #begin(): number {
    const query = "INSERT INTO uploads DEFAULT VALUES RETURNING key";
    return -this.#storage.sql.exec<{ key: number }>(query).one().key;
  }

  #write(key: number, part: number, bytes: Uint8Array): void {
    this.#storage.sql.exec("INSERT INTO body_parts VALUES (?, ?, ?)", key, part, bytes);
  }
}

/** Reads until the buffer is full or the body ends. Detaches the buffer and returns a new view. */
async function readPart(
  reader: ReadableStreamBYOBReader,
  buffer: ArrayBuffer,
  isAccepting: () => boolean,
): Promise<{ bytes: Uint8Array<ArrayBuffer>; isLast: boolean }> {
  let [filling, filled, isLast] = [buffer, 0, false];
  while (!isLast && filled < PART_BYTES && isAccepting()) {
    const { done, value } = await orTimeout(reader.read(new Uint8Array(filling, filled)));
    isLast = done;
    if (!value) break;
    filled += value.length;
    filling = value.buffer as ArrayBuffer;
  }
  return { bytes: new Uint8Array(filling, 0, filled), isLast };
}

/** @throws if nothing arrives for MAX_SILENCE_MS */
async function orTimeout<Read>(read: Promise<Read>): Promise<Read> {
  let timer: number | null = null;
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("The sender fell silent.")), MAX_SILENCE_MS);
  });
  try {
    return await Promise.race([read, silence]);
  } finally {
    clearTimeout(timer);
  }
}
