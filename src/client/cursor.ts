/**
 * Where a listener keeps how far it has come, so that its next start goes on from there.
 *
 * `save` is called after a request was handled, never twice at once, and with numbers that only
 * grow. What a crash leaves unsaved is handed over again: at least once, never not at all. Each
 * request carries its `id` and `seq` for who must not handle one twice.
 */
export interface CursorStore {
  /** The last number that was handled; null where there is none yet. */
  load(endpointId: string): Promise<number | null>;
  save(endpointId: string, seq: number): Promise<void>;
}

/** Keeps it for as long as the process runs. */
export function memoryCursor(): CursorStore {
  const seqs = new Map<string, number>();
  return {
    load: async (endpointId) => seqs.get(endpointId) ?? null,
    save: async (endpointId, seq) => void seqs.set(endpointId, seq),
  };
}
