import { useSyncExternalStore } from "react";
import type { ApiKey, CreatedKey } from "../../client/index.ts";

/** A key that was just made, until whoever made it says that it is stored. */
export interface FreshKey {
  row: ApiKey;
  /** How long the key whose place it took works still; null: it took none's. */
  overlapSeconds: number | null;
  /** The key itself; empty once it is forgotten. */
  secret(): string;
}

/*
 * Outside of React and of the query cache: both keep what they once had. Here the one reference
 * is let go of, and whatever still holds the object has an empty one. Going to another screen and
 * back does not lose it; only "stored" ends it.
 */
let fresh: FreshKey | null = null;
let forget = () => {};
const watchers = new Set<() => void>();

function setFresh(next: FreshKey | null): void {
  fresh = next;
  for (const watcher of watchers) watcher();
}

/** Takes the secret out of the reply; gives back the rest, which may be kept. */
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
