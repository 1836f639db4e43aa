import type { CursorStore } from "./cursor.ts";

/** Saves how far a listener has come: one write at a time, of the newest number alone. */
export class SavedCursor {
  readonly #store: CursorStore | undefined;
  readonly #endpointId: string;
  #newest: number | null = null;
  #saving: Promise<void> | null = null;

  constructor(store: CursorStore | undefined, endpointId: string) {
    this.#store = store;
    this.#endpointId = endpointId;
  }

  /** @throws what the store throws: to go on from nowhere would be to miss or repeat */
  async load(): Promise<number | null> {
    return (await this.#store?.load(this.#endpointId)) ?? null;
  }

  save(seq: number): void {
    this.#newest = seq;
    this.#saving ??= this.#write();
  }

  /** Resolves once everything is saved, or could not be. */
  async flush(): Promise<void> {
    await this.#saving;
  }

  /** What fails is tried again with the next number: it costs a repetition, and no request. */
  async #write(): Promise<void> {
    while (this.#newest !== null) {
      const seq = this.#newest;
      this.#newest = null;
      await this.#store?.save(this.#endpointId, seq).catch(() => {});
    }
    this.#saving = null;
  }
}
