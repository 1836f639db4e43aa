import { beforeEach, describe, expect, it, vi } from "vitest";
import type {
  ListenOptions,
  PageQuery,
  ReceivedRequest,
  RequestPage,
} from "../../../src/client/index.ts";
import { Feed } from "../../../src/dashboard/feed/feed.ts";
import { NO_FILTER } from "../../../src/dashboard/feed/filter.ts";
import { toRequestRow, type CapturedRequest } from "../../../src/protocol/captured-request.ts";

/*
 * The list API and the listener are in memory here, because these tests are about the feed itself.
 * test/browser uses the real ones.
 */
let stored: CapturedRequest[];
let asked: PageQuery[];
let isDown: boolean;
let listening: ListenOptions | undefined;
let frames: (() => void)[];
/** Pages on which a search stops early. */
let stops: RequestPage[];

beforeEach(() => {
  [stored, asked, frames, stops, isDown, listening] = [[], [], [], [], false, undefined];
});

function captured(seq: number, more: Partial<CapturedRequest> = {}): CapturedRequest {
  return {
    id: `id-${seq}`,
    endpointId: "endpoint",
    seq,
    method: "POST",
    path: "/h/endpoint",
    headers: {},
    rawHeaders: [],
    query: {},
    rawQuery: "",
    body: `body ${seq}`,
    bodyEncoding: "utf8",
    contentType: null,
    ip: null,
    userAgent: null,
    size: 6,
    createdAt: new Date(seq).toISOString(),
    ...more,
  };
}

function store(count: number): void {
  for (let seq = stored.length + 1; count > 0; count--, seq++) stored.push(captured(seq));
}

async function list(_endpointId: string, query: PageQuery = {}): Promise<RequestPage> {
  asked.push(query);
  if (isDown) throw new Error("down");
  const stop = query.q === "body" && query.limit !== 1 ? stops.shift() : undefined;
  if (stop) return stop;
  const { offset = 0, limit = 20, method, after } = query;
  const all = after === undefined ? stored.toReversed() : stored.filter(({ seq }) => seq > after);
  const found = all.filter((one) => !method || one.method === method);
  const requests = found.slice(offset, offset + limit).map(toRequestRow);
  return { requests, total: found.length };
}

function newFeed(filter = NO_FILTER): Feed {
  const listen = (_endpointId: string, options: ListenOptions = {}) => {
    listening = options;
    // A feed ignores what `listen` returns.
    return undefined as never;
  };
  const nextFrame = (callback: () => void) => void frames.push(callback);
  return new Feed({ endpointId: "endpoint", list, listen, now: () => 0, nextFrame }, filter);
}

function arrive(request: CapturedRequest, replay: ReceivedRequest["replay"] = null): void {
  listening?.onRequest?.({ ...request, replay });
}

function drawFrame(): void {
  for (const callback of frames.splice(0)) callback();
}

const shown = (feed: Feed) => feed.snapshot().rows.map(({ seq }) => seq);

async function loaded(feed: Feed): Promise<Feed> {
  await vi.waitFor(() => expect(feed.snapshot().total).not.toBeNull());
  return feed;
}

describe("a feed", () => {
  it("loads the newest page and listens from its newest request on", async () => {
    store(150);
    const feed = await loaded(newFeed());
    expect(shown(feed)[0]).toBe(150);
    expect(feed.snapshot()).toMatchObject({ total: 150, hasOlder: true });
    expect(listening?.since).toBe(150);
  });

  it("listens from the endpoint's newest request on, whatever the filter", async () => {
    store(3);
    await loaded(newFeed({ ...NO_FILTER, method: "PUT" }));
    expect(listening?.since).toBe(3);
    expect(asked[0]).toEqual({ limit: 1 });
  });

  it("calls its subscribers once per frame, however many requests arrive", async () => {
    const feed = await loaded(newFeed());
    const onChange = vi.fn<() => void>();
    feed.subscribe(onChange);
    for (const seq of [1, 2, 3]) arrive(captured(seq));
    expect([onChange.mock.calls.length, frames.length]).toEqual([0, 1]);
    drawFrame();
    expect([onChange.mock.calls.length, shown(feed)]).toEqual([1, [3, 2, 1]]);
    expect(feed.snapshot().total).toBe(3);
  });

  it("leaves out replays and requests that the filter does not match", async () => {
    const feed = await loaded(newFeed({ ...NO_FILTER, q: "Wanted" }));
    arrive(captured(1, { body: "unrelated" }));
    arrive(captured(2, { body: "is WANTED" }), { replayId: "r", dispatchedAt: "" });
    arrive(captured(3, { body: "is WANTED" }));
    arrive(captured(4, { rawHeaders: [["x-kind", "wanted"]] }));
    drawFrame();
    expect(shown(feed)).toEqual([4, 3]);
  });

  it("keeps its rows while paused, counts new requests, and shows them when resumed", async () => {
    store(1);
    const feed = await loaded(newFeed());
    arrive(captured(2));
    feed.pause();
    expect(shown(feed)).toEqual([2, 1]);
    arrive(captured(3));
    arrive(captured(4));
    drawFrame();
    expect([shown(feed), feed.snapshot().arrivedWhilePaused]).toEqual([[2, 1], 2]);
    feed.resume();
    expect([shown(feed), feed.snapshot().arrivedWhilePaused]).toEqual([[4, 3, 2, 1], 0]);
  });

  it.each([
    ["others arrived", () => store(250)],
    ["some were deleted", () => (stored = stored.filter(({ seq }) => seq < 300 || seq > 340))],
    ["all shown ones were deleted", () => (stored = stored.filter(({ seq }) => seq < 240))],
  ])("loads older pages without a gap, although %s meanwhile", async (_, meanwhile) => {
    store(350);
    const feed = await loaded(newFeed());
    meanwhile();
    await feed.loadOlder();
    const numbers = shown(feed);
    const oldest = numbers.at(-1) ?? 0;
    expect([numbers[0], oldest < 251]).toEqual([350, true]);
    const older = stored.map(({ seq }) => seq).filter((seq) => seq >= oldest && seq <= 350);
    expect(older.filter((seq) => !numbers.includes(seq))).toEqual([]);
    expect(numbers).toEqual([...new Set(numbers)].toSorted((x, y) => y - x));
    while (feed.snapshot().hasOlder) await feed.loadOlder();
    expect(shown(feed).at(-1)).toBe(1);
  });

  it("reloads with another filter and keeps its connection", async () => {
    store(2);
    stored.push(captured(3, { method: "PUT" }));
    const feed = await loaded(newFeed());
    const first = listening;
    feed.setFilter({ ...NO_FILTER, method: "PUT" });
    expect(shown(feed)).toEqual([]);
    await loaded(feed);
    arrive(captured(4));
    arrive(captured(5, { method: "PUT" }));
    drawFrame();
    expect([shown(feed), listening === first]).toEqual([[5, 3], true]);
  });

  it("tells why nothing was loaded, and tries again on demand", async () => {
    isDown = true;
    const feed = newFeed();
    await vi.waitFor(() => expect(feed.snapshot().state.is).toBe("failed"));
    isDown = false;
    store(1);
    feed.retry();
    await loaded(feed);
    listening?.onState?.({ is: "live", connectionId: "c" });
    expect([shown(feed), feed.snapshot().state]).toEqual([[1], { is: "live" }]);
  });

  it("tells the connection limit from a broken connection", async () => {
    const feed = await loaded(newFeed());
    const waiting = { is: "waiting", retryInMs: 500, reason: "why" } as const;
    listening?.onState?.({ ...waiting, code: "connection_limit" });
    expect(feed.snapshot().state).toEqual({ is: "limit-reached", reason: "why", retryAt: 500 });
    listening?.onState?.({ ...waiting, code: "network" });
    expect(feed.snapshot().state).toEqual({ is: "waiting", reason: "why", retryAt: 500 });
  });

  it("keeps the reason for a lost connection until it is live again, even during retries", async () => {
    const feed = await loaded(newFeed());
    const full = {
      is: "waiting",
      retryInMs: 500,
      reason: "why",
      code: "connection_limit",
    } as const;
    listening?.onState?.(full);
    listening?.onState?.({ is: "connecting", failures: 1 });
    expect(feed.snapshot().state).toEqual({ is: "limit-reached", reason: "why", retryAt: null });
    listening?.onState?.({ is: "live", connectionId: "c" });
    expect(feed.snapshot().state).toEqual({ is: "live" });
  });

  it("reconnects on demand, from the newest request that it received", async () => {
    store(2);
    const feed = await loaded(newFeed());
    const first = listening;
    arrive(captured(3));
    first?.onState?.({ is: "waiting", retryInMs: 9_000, reason: "why", code: null });
    feed.reconnect();
    expect([first?.signal?.aborted, listening?.since]).toEqual([true, 3]);
    first?.onState?.({ is: "closed", error: null });
    arrive(captured(4));
    drawFrame();
    expect([shown(feed), feed.snapshot().state.is]).toEqual([[4, 3, 2, 1], "waiting"]);
  });

  it("searches on where the server stopped, and only when it is told to", async () => {
    store(3);
    const progress = { readBytes: 1, storedBytes: 2 };
    stops.push({ requests: [], total: null, next: "first", progress });
    stops.push({
      requests: stored.slice(2).map(toRequestRow),
      total: null,
      next: "second",
      progress,
    });
    const feed = newFeed({ ...NO_FILTER, q: "body" });
    await vi.waitFor(() => expect(feed.snapshot().isLoaded).toBe(true));
    const search = { cursor: "first", isPageFull: false, ...progress };
    expect(feed.snapshot()).toMatchObject({ rows: [], total: null, hasOlder: true, search });
    await feed.loadOlder();
    expect(asked.at(-1)).toEqual({ q: "body", cursor: "first", limit: 100 });
    expect(shown(feed)).toEqual([3]);
    await feed.loadOlder();
    expect(asked.at(-1)).toMatchObject({ cursor: "second" });
    expect(feed.snapshot()).toMatchObject({ total: 3, hasOlder: false, search: null });
  });

  it("lets the server decide about a body that is too large to come with its request", async () => {
    const feed = await loaded(newFeed({ ...NO_FILTER, q: "needle", method: "PUT" }));
    const large = { bodyEncoding: "omitted", body: "", method: "PUT" } as const;
    stored.push(captured(1, large));
    arrive(captured(1, large));
    // Not stored, so the server of this test does not find it.
    arrive(captured(2, large));
    await vi.waitFor(() => expect(frames.length).toBe(1));
    drawFrame();
    expect(shown(feed)).toEqual([1]);
    const time = { since: new Date(2).toISOString(), until: new Date(2).toISOString() };
    expect(asked.at(-1)).toEqual({ ...time, q: "needle", method: "PUT", after: 1, limit: 1 });
  });

  it("marks requests that arrive live, but not those from a page", async () => {
    store(1);
    const feed = await loaded(newFeed());
    arrive(captured(2));
    drawFrame();
    expect(feed.snapshot().rows.map(({ shownAt }) => shownAt)).toEqual([0, null]);
  });

  it("calls no subscriber after it was closed", async () => {
    const feed = await loaded(newFeed());
    const onChange = vi.fn<() => void>();
    feed.subscribe(onChange);
    feed.close();
    arrive(captured(1));
    drawFrame();
    expect([onChange.mock.calls.length, listening?.signal?.aborted]).toEqual([0, true]);
  });
});
