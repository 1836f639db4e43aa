/**
 * Stores a listener's position, so that the next start continues there.
 *
 * `save` is called after a request was handled, one call at a time, with increasing numbers.
 * Delivery is at least once: after a crash, requests whose number was not saved come again. To
 * handle each only once, deduplicate by `id` or `seq`.
 */
export interface CursorStore {
  /** The sequence number of the last handled request; null if there is none yet. */
  load(endpointId: string): Promise<number | null>;
  save(endpointId: string, seq: number): Promise<void>;
}

/**
 * A cursor that lasts as long as the process. `hooknexus/file-cursor` has one that survives restarts.
 *
 * @example
 * const cursor = memoryCursor();
 * for await (const request of client.listen(endpointId, { cursor })) console.log(request.seq);
 */
export function memoryCursor(): CursorStore {
  const seqs = new Map<string, number>();
  return {
    load: async (endpointId) => seqs.get(endpointId) ?? null,
    save: async (endpointId, seq) => void seqs.set(endpointId, seq),
  };
}
