import { useSyncExternalStore } from "react";
import type { ApiKey, CreatedKey } from "../../client/index.ts";

/** A key that was just created, until the user confirms that it is saved. */
export interface FreshKey {
  row: ApiKey;
  /** After a rotation, how long the old key stays valid; null for a new key. */
  overlapSeconds: number | null;
  /** The key itself; "" once it is forgotten. */
  secret(): string;
}

/*
 * The secret is kept outside React and the query cache, which may keep old values. Forgetting it
 * clears the only reference. It survives a change of screen, until the user confirms.
 */
let fresh: FreshKey | null = null;
let forget = () => {};
const watchers = new Set<() => void>();

function setFresh(next: FreshKey | null): void {
  fresh = next;
  for (const watcher of watchers) watcher();
}

/** Takes the secret out of the response and returns the rest, which may be cached. */
export function holdFreshKey(created: CreatedKey, overlapSeconds: number | null): ApiKey {
  forget();
  const { key, ...row } = created;
  let secret = key;
  forget = () => {
    secret = "";
  };
  setFresh({ row, overlapSeconds, secret: () => secret });
  return row;
}

export function forgetFreshKey(): void {
  forget();
  setFresh(null);
}

function watch(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

export function useFreshKey(): FreshKey | null {
  return useSyncExternalStore(watch, () => fresh);
}
