import { BodyPace } from "../../../protocol/body-pace.ts";
import { PART_BYTES } from "./body-parts.ts";

/** Parallel uploads per hub. Each holds one part in memory, and an isolate has 128 MB. */
const MAX_UPLOADS = 16;

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
      this.#discardOrLeave(-key);
    }
  }

  /** Stores a body while it arrives. If the result is not `ok`, all its parts are removed. */
  async receive(stream: ReadableStream<Uint8Array>, maxBytes: number): Promise<UploadResult> {
    if (this.#active >= MAX_UPLOADS || !this.#isAccepting()) {
      return { ok: false, reason: "unavailable" };
    }
    this.#active++;
    const reader = stream.getReader({ mode: "byob" });
    const pace = new BodyPace();
    let key: number | null = null;
    try {
      key = this.#begin();
      const result = await this.#store(reader, pace, key, maxBytes);
      if (!result.ok) this.#discardOrLeave(key);
      return result;
    } catch {
      // The sender disconnected or is too slow, or the disk is full. The worker knows which.
      if (key !== null) this.#discardOrLeave(key);
      return { ok: false, reason: "unavailable" };
    } finally {
      this.#active--;
      pace.stop();
      reader.cancel().catch(() => {});
    }
  }

  /** If the disk is full, even a deletion can fail. The next instance of the hub tries again. */
  #discardOrLeave(key: number): void {
    try {
      this.discard(key);
    } catch (error) {
      console.error("The parts of a body could not be removed.", error);
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
    pace: BodyPace,
    key: number,
    maxBytes: number,
  ): Promise<UploadResult> {
    // All parts share one buffer. With a new buffer for each part, a body of 25 MiB would leave 25 MiB of garbage.
    let buffer = new ArrayBuffer(PART_BYTES);
    for (let [part, size] = [0, 0]; ; part++) {
      const { bytes, isLast } = await readPart(reader, pace, buffer, this.#isAccepting);
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
  pace: BodyPace,
  buffer: ArrayBuffer,
  isAccepting: () => boolean,
): Promise<{ bytes: Uint8Array<ArrayBuffer>; isLast: boolean }> {
  let [filling, filled, isLast] = [buffer, 0, false];
  while (!isLast && filled < PART_BYTES && isAccepting()) {
    const { done, value } = await pace.during(reader.read(new Uint8Array(filling, filled)));
    isLast = done;
    if (!value) break;
    pace.note(value.length);
    filled += value.length;
    filling = value.buffer as ArrayBuffer;
  }
  return { bytes: new Uint8Array(filling, 0, filled), isLast };
}
