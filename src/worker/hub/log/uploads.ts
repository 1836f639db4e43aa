import { PART_BYTES } from "./body-parts.ts";

/** At once in one hub: each holds a part in memory, and an isolate has 128 MB. */
const MAX_UPLOADS = 16;

/** A sender of which nothing comes for so long is gone, or wants the place for something else. */
const MAX_SILENCE_MS = 30_000;

/** A body whose parts are stored under its key already, before the request that it belongs to. */
export interface UploadedBody {
  /** Negative, so that it is never a sequence number: older bodies are stored under those. */
  key: number;
  size: number;
}

export type UploadRefusal = "payload_too_large" | "unavailable";
export type UploadResult = { ok: true; body: UploadedBody } | { ok: false; reason: UploadRefusal };

/**
 * Bodies above the inline limit, written part by part while they arrive, so that memory stays
 * flat whatever their size. Each is noted in `uploads` until its request is stored: what a crash
 * or a sender that broke off leaves behind is found there, and removed.
 */
export class Uploads {
  readonly #storage: DurableObjectStorage;
  readonly #isWanted: () => boolean;
  #underWay = 0;

  /** @param isWanted whether the endpoint still takes anything in; asked before each write */
  constructor(storage: DurableObjectStorage, isWanted: () => boolean) {
    this.#storage = storage;
    this.#isWanted = isWanted;
    // An upload lives in one instance of the hub: those that are noted at its start are dead.
    for (const { key } of storage.sql.exec<{ key: number }>("SELECT key FROM uploads").toArray()) {
      this.discard(-key);
    }
  }

  /** Stores a body as it comes in; nothing of it stays where the result is not `ok`. */
  async receive(stream: ReadableStream<Uint8Array>, maxBytes: number): Promise<UploadResult> {
    if (this.#underWay >= MAX_UPLOADS || !this.#isWanted()) {
      return { ok: false, reason: "unavailable" };
    }
    this.#underWay++;
    const key = this.#begin();
    const reader = stream.getReader({ mode: "byob" });
    try {
      const result = await this.#store(reader, key, maxBytes);
      if (!result.ok) this.discard(key);
      return result;
    } catch {
      // The sender broke off or fell silent; there is nobody left to tell.
      this.discard(key);
      return { ok: false, reason: "unavailable" };
    } finally {
      this.#underWay--;
      reader.cancel().catch(() => {});
    }
  }

  /** Removes what is stored of a body whose request was not. */
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
    // One buffer from the first part to the last: a body leaves no garbage of its own size.
    let buffer = new ArrayBuffer(PART_BYTES);
    for (let [part, size] = [0, 0]; ; part++) {
      const { bytes, isLast } = await readPart(reader, buffer, this.#isWanted);
      size += bytes.length;
      if (!this.#isWanted()) return { ok: false, reason: "unavailable" };
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

/** Fills the buffer, or as much of it as there still is. It is given up for the one that returns. */
async function readPart(
  reader: ReadableStreamBYOBReader,
  buffer: ArrayBuffer,
  isWanted: () => boolean,
): Promise<{ bytes: Uint8Array<ArrayBuffer>; isLast: boolean }> {
  let [filling, filled, isLast] = [buffer, 0, false];
  while (!isLast && filled < PART_BYTES && isWanted()) {
    const { done, value } = await orSilence(reader.read(new Uint8Array(filling, filled)));
    isLast = done;
    if (!value) break;
    filled += value.length;
    filling = value.buffer as ArrayBuffer;
  }
  return { bytes: new Uint8Array(filling, 0, filled), isLast };
}

/** @throws where nothing came for MAX_SILENCE_MS */
async function orSilence<Read>(read: Promise<Read>): Promise<Read> {
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
