import type { CursorStore } from "./cursor.ts";

/** Saves a listener's position. Writes one number at a time and skips outdated ones. */
export class SavedCursor {
  readonly #store: CursorStore | undefined;
  readonly #endpointId: string;
  #newest: number | null = null;
  #saving: Promise<void> | null = null;

  constructor(store: CursorStore | undefined, endpointId: string) {
    this.#store = store;
    this.#endpointId = endpointId;
  }

  /** @throws the store's error, because starting without a position would miss or repeat requests */
  async load(): Promise<number | null> {
    return (await this.#store?.load(this.#endpointId)) ?? null;
  }

  save(seq: number): void {
    this.#newest = seq;
    this.#saving ??= this.#write();
  }

  /** Resolves when all writes have finished, including failed ones. */
  async flush(): Promise<void> {
    await this.#saving;
  }

  /** A failed write is repeated with the next number. At worst some requests come twice. */
  async #write(): Promise<void> {
    while (this.#newest !== null) {
      const seq = this.#newest;
      this.#newest = null;
      await this.#store?.save(this.#endpointId, seq).catch(() => {});
    }
    this.#saving = null;
  }
}
