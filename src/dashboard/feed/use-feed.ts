import { useEffect, useSyncExternalStore } from "react";
import { client } from "../api/client.ts";
import { redirectIfSignedOut } from "../api/session.ts";
import { Feed, type FeedSnapshot } from "./feed.ts";
import type { FeedFilter } from "./filter.ts";

/** Keeps the connection while the user visits another screen of the endpoint and comes back. */
const KEPT_MS = 5_000;

/** A background tab draws no frames, but its title still counts requests. */
const BACKGROUND_FRAME_MS = 500;

interface OpenFeed {
  feed: Feed;
  users: number;
  closing: ReturnType<typeof setTimeout> | undefined;
}

const open = new Map<string, OpenFeed>();

function openFeed(endpointId: string, filter: FeedFilter | undefined): OpenFeed {
  const known = open.get(endpointId);
  if (known) return known;
  const { requests, listen } = client;
  const deps = { endpointId, list: requests.list, listen, now: Date.now, nextFrame };
  const entry: OpenFeed = { feed: new Feed(deps, filter), users: 0, closing: undefined };
  open.set(endpointId, entry);
  // React may start to render a screen and never show it.
  closeSoon(endpointId, entry);
  return entry;
}

function closeSoon(endpointId: string, entry: OpenFeed): void {
  clearTimeout(entry.closing);
  entry.closing = setTimeout(() => {
    open.delete(endpointId);
    entry.feed.close();
  }, KEPT_MS);
}

/** Whichever comes first: a tab can go to the background while it waits for a frame. */
function nextFrame(callback: () => void): void {
  const call = () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    callback();
  };
  const frame = requestAnimationFrame(call);
  const timer = setTimeout(call, BACKGROUND_FRAME_MS);
}

function retain(endpointId: string): () => void {
  const entry = openFeed(endpointId, undefined);
  entry.users++;
  clearTimeout(entry.closing);
  return () => {
    entry.users--;
    if (entry.users === 0) closeSoon(endpointId, entry);
  };
}

/** The live requests of an endpoint. The only hook that opens a socket. */
export function useFeed(endpointId: string, filter?: FeedFilter): [FeedSnapshot, Feed] {
  const { feed } = openFeed(endpointId, filter);
  useEffect(() => retain(endpointId), [endpointId]);
  useEffect(() => {
    if (filter) feed.setFilter(filter);
  }, [feed, filter]);
  const snapshot = useSyncExternalStore(feed.subscribe, feed.snapshot);
  const { state } = snapshot;
  useEffect(() => {
    if (state.is === "failed" || state.is === "closed") redirectIfSignedOut(state.error);
  }, [state]);
  return [snapshot, feed];
}
