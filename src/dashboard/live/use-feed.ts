import { useEffect, useSyncExternalStore } from "react";
import { client } from "../server/client.ts";
import { leaveWhereSignedOut } from "../server/session.ts";
import { Feed, type FeedSnapshot } from "./feed.ts";
import type { FeedFilter } from "./filter.ts";

/** Going to another screen of the endpoint and back must not cost a connection. */
const KEPT_MS = 5_000;

/** Frames are not drawn in a background tab; its title still counts. */
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
  const parts = { endpointId, list: requests.list, listen, now: Date.now, nextFrame };
  const entry: OpenFeed = { feed: new Feed(parts, filter), users: 0, closing: undefined };
  open.set(endpointId, entry);
  // A screen that was begun may never be shown.
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

/** Of both the first: a tab can be left while it waits for a frame. */
function nextFrame(callback: () => void): void {
  const call = () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    callback();
  };
  const frame = requestAnimationFrame(call);
  const timer = setTimeout(call, BACKGROUND_FRAME_MS);
}

function use(endpointId: string): () => void {
  const entry = openFeed(endpointId, undefined);
  entry.users++;
  clearTimeout(entry.closing);
  return () => {
    entry.users--;
    if (entry.users === 0) closeSoon(endpointId, entry);
  };
}

/** The one hook that holds a socket: the requests of an endpoint, as they come. */
export function useFeed(endpointId: string, filter?: FeedFilter): [FeedSnapshot, Feed] {
  const { feed } = openFeed(endpointId, filter);
  useEffect(() => use(endpointId), [endpointId]);
  useEffect(() => {
    if (filter) feed.setFilter(filter);
  }, [feed, filter]);
  const snapshot = useSyncExternalStore(feed.watch, feed.snapshot);
  const { state } = snapshot;
  useEffect(() => {
    if (state.is === "failed" || state.is === "closed") leaveWhereSignedOut(state.error);
  }, [state]);
  return [snapshot, feed];
}
