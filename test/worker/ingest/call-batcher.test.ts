import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { IncomingRequest } from "../../../src/worker/hub/contract/requests.ts";
import type { CaptureResult } from "../../../src/worker/hub/contract/results.ts";
import { CallBatcher } from "../../../src/worker/ingest/call-batcher.ts";

const MIB = 1024 * 1024;

function webhook(path: string, size = 0, headersJson = "[]"): IncomingRequest {
  const body = new Uint8Array(size);
  const nonce = crypto.randomUUID();
  return { nonce, method: "POST", path, rawQuery: "", headersJson, ip: null, body };
}

/** Answers by path: the id of a request is its path, and "too large" is refused. */
function resultOf({ path }: IncomingRequest): CaptureResult {
  if (path === "too large") return { ok: false, reason: "payload_too_large", maxSize: 1 };
  return { ok: true, id: path, timestamp: 0 };
}

/** A batcher of calls to a hub that answers by path. */
function newBatcher(
  answer: (batch: readonly IncomingRequest[]) => Promise<CaptureResult[]>,
): CallBatcher {
  return new CallBatcher(async (batch) => ({ results: await answer(batch) }));
}

type Capture = (path: string) => Promise<CaptureResult>;

/** Makes callers share a call: from now on, they wait for each other. */
async function shareOne(capture: Capture): Promise<void> {
  const first = Array.from({ length: 65 }, (_, index) => capture(`before ${index}`));
  await vi.advanceTimersByTimeAsync(0);
  await Promise.all(first);
}

/** Records the batches of a batcher whose callers already share calls. */
async function newCalls() {
  const batches: string[][] = [];
  const kept: Promise<unknown>[] = [];
  let failure: Error | null = null;
  const batcher = newBatcher(async (batch) => {
    batches.push(batch.map(({ path }) => path));
    if (failure) throw failure;
    return batch.map(resultOf);
  });
  const ctx = { waitUntil: (promise: Promise<unknown>) => void kept.push(promise) };
  const capture = (...args: Parameters<typeof webhook>) =>
    batcher.capture(ctx, webhook(...args), Date.now());
  await shareOne(capture);
  [batches.length, kept.length] = [0, 0];
  return { batches, kept, capture, failWith: (error: Error | null) => void (failure = error) };
}

/** How long a batch waits for callers that do not come. */
const WAITED_MS = 4;

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] }));
afterEach(() => void vi.useRealTimers());

describe("webhooks for one hub", () => {
  it("get a call each if they arrive one by one, and set no timer", async () => {
    const { batches, kept, capture } = await newCalls();
    void capture("alone again");
    await vi.advanceTimersByTimeAsync(WAITED_MS);
    [batches.length, kept.length] = [0, 0];
    vi.clearAllTimers();
    for (const path of ["a", "b"]) expect(await capture(path)).toMatchObject({ id: path });
    expect(batches).toEqual([["a"], ["b"]]);
    expect(kept).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("share a call if they arrive together, and each gets its own result", async () => {
    const { batches, kept, capture } = await newCalls();
    const answers = Promise.all(["a", "b", "too large", "d"].map((path) => capture(path)));
    await vi.advanceTimersByTimeAsync(WAITED_MS);
    expect(await answers).toMatchObject([
      { id: "a" },
      { id: "b" },
      { ok: false, reason: "payload_too_large" },
      { id: "d" },
    ]);
    expect(batches).toEqual([
      ["a", "b"],
      ["too large", "d"],
    ]);
    // Each request that waited must stay alive, even if its sender disconnects.
    expect(kept).toHaveLength(4);
  });

  it("share no more than a call can carry, in order", async () => {
    const { batches, capture } = await newCalls();
    const paths = Array.from({ length: 40 }, (_, index) => String(index));
    const answers = Promise.all(paths.map((path) => capture(path, MIB)));
    await vi.advanceTimersByTimeAsync(WAITED_MS);
    expect((await answers).every(({ ok }) => ok)).toBe(true);
    expect(batches.map(({ length }) => length)).toEqual([2, ...Array<number>(12).fill(3), 2]);
    expect(batches.flat()).toEqual(paths);
  });

  it("share no more than a call can carry if their headers are long", async () => {
    const { batches, capture } = await newCalls();
    const headersJson = "h".repeat(MIB);
    const answers = Array.from({ length: 20 }, (_, index) => capture(`${index}`, 0, headersJson));
    await vi.advanceTimersByTimeAsync(WAITED_MS);
    await Promise.all(answers);
    // A character may take two bytes.
    expect(batches.map(({ length }) => length)).toEqual(Array<number>(20).fill(1));
  });

  it("keep the request that makes their calls alive until all of them are answered", async () => {
    const held = Promise.withResolvers<void>();
    const kept: Promise<unknown>[] = [];
    const batcher = newBatcher(async (batch) => {
      if (batch.some(({ path }) => path === "last")) await held.promise;
      return batch.map(resultOf);
    });
    const ctx = { waitUntil: (promise: Promise<unknown>) => void kept.push(promise) };
    await shareOne((path) => batcher.capture(ctx, webhook(path), Date.now()));
    kept.length = 0;
    const paths = [...Array.from({ length: 20 }, (_, index) => String(index)), "last"];
    const answers = paths.map((path) => batcher.capture(ctx, webhook(path, MIB), Date.now()));
    let isOver = false;
    const over = Promise.all(kept).then(() => (isOver = true));
    await vi.advanceTimersByTimeAsync(WAITED_MS);
    // Its own result has arrived.
    expect(await answers[2]).toMatchObject({ id: "2" });
    await vi.advanceTimersByTimeAsync(0);
    expect(isOver).toBe(false);
    held.resolve();
    expect(await answers.at(-1)).toMatchObject({ id: "last" });
    await over;
  });

  it("all fail if the hub fails, and the next one is accepted", async () => {
    const { capture, failWith } = await newCalls();
    failWith(new Error("The disk is full."));
    const answers = Promise.allSettled(["a", "b", "c"].map((path) => capture(path)));
    await vi.advanceTimersByTimeAsync(WAITED_MS);
    expect((await answers).map(({ status }) => status)).toEqual(Array(3).fill("rejected"));
    failWith(null);
    const next = capture("d");
    await vi.advanceTimersByTimeAsync(WAITED_MS);
    expect(await next).toMatchObject({ id: "d" });
  });

  it("are sent by the next request if the one that was to send them has ended", async () => {
    const { capture } = await newCalls();
    const waiting = capture("a");
    // As in the runtime, a timer ends with its request.
    vi.clearAllTimers();
    vi.advanceTimersByTime(101);
    expect(await capture("b")).toMatchObject({ id: "b" });
    expect(await waiting).toMatchObject({ id: "a" });
  });

  it("are not sent after their deadline, if the request that was to send them has ended", async () => {
    const { batches, capture } = await newCalls();
    void capture("a");
    // As in the runtime, timers end with their requests.
    vi.clearAllTimers();
    vi.advanceTimersByTime(30_000);
    expect(await capture("b")).toMatchObject({ id: "b" });
    expect(batches).toEqual([["b"]]);
  });

  it("are told to try again if their call is never answered", async () => {
    let isHung = false;
    const batcher = newBatcher((batch) =>
      isHung ? new Promise(() => {}) : Promise.resolve(batch.map(resultOf)),
    );
    const ctx = { waitUntil: () => {} };
    await shareOne((path) => batcher.capture(ctx, webhook(path), Date.now()));
    isHung = true;
    const waiting = batcher.capture(ctx, webhook("b"), Date.now());
    await vi.advanceTimersByTimeAsync(30_000);
    expect(await waiting).toEqual({ ok: false, reason: "unavailable" });
  });
});
