import { BodyPace } from "../../protocol/body-pace.ts";

/** Reads the bytes of a body as long as they arrive fast enough; see `BodyPace`. */
export class PacedReader {
  readonly #reader: ReadableStreamBYOBReader;
  readonly #pace = new BodyPace();

  constructor(reader: ReadableStreamBYOBReader) {
    this.#reader = reader;
  }

  /**
   * Reads into a view. Detaches its buffer and returns a new view.
   * @throws TooSlowError
   */
  async read(view: Uint8Array): Promise<ReadableStreamReadResult<Uint8Array>> {
    const read = await this.#pace.during(this.#reader.read(view));
    if (read.done) this.#pace.stop();
    else this.#pace.note(read.value.length);
    return read;
  }

  cancel(): Promise<void> {
    this.#pace.stop();
    return this.#reader.cancel();
  }
}
