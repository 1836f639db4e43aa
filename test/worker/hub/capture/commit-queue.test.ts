import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { StoredRequest } from "../../../../src/protocol/captured-request.ts";
import type { Plan } from "../../../../src/protocol/plans.ts";
import { DEFAULT_PLANS } from "../../../../src/protocol/plans.ts";
import type { CaptureResult } from "../../../../src/worker/hub/contract/results.ts";
import { CommitQueue } from "../../../../src/worker/hub/capture/commit-queue.ts";
import type { Arrival } from "../../../../src/worker/hub/log/request-log.ts";

const plan: Plan = DEFAULT_PLANS.team;
const settings = {
  accountId: "account",
  plan: "team",
  expiresAt: null,
  isPaused: false,
  isReadOnly: false,
  response: null,
  handshakes: [],
} as const;

/** A queue with a lease for some requests. Records the paths of each batch that it commits. */
function newQueue(granted = Number.MAX_SAFE_INTEGER) {
  const batches: string[][] = [];
  let available = granted;
  const append = (batch: readonly Arrival[]) => {
    batches.push(batch.map(({ path }) => path));
    available -= batch.length;
    return batch.map(stored);
  };
  const queue = new CommitQueue({
    settings: {
      configured: () => ({ settings: { ...settings, handshakes: [] }, plan }),
      captureRefusal: () => null,
    },
    lease: { available: () => available, refill: async () => false, giveUp: async () => 0 },
    log: { append },
    maintenance: { afterAppend: () => {} },
    listeners: { broadcast: () => {} },
    recent: { find: () => null, note: () => {} },
    now: () => Date.now(),
  });
  return { queue, batches };
}

function arrival(path: string): Arrival {
  const body = new Uint8Array();
  const nonce = crypto.randomUUID();
  return { nonce, method: "POST", path, rawQuery: "", headersJson: "[]", ip: null, body };
}

function stored(arrived: Arrival, index: number): StoredRequest {
  const { method, path, rawQuery, headersJson, ip } = arrived;
  const rest = { method, path, rawQuery, headersJson, ip, size: 0, body: null };
  return { ...rest, id: String(index), seq: index, createdAt: 0 };
}

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] }));
afterEach(() => void vi.useRealTimers());

/** Commits the requests of one call as a hub does. Resolves to their results. */
async function commit(queue: CommitQueue, ...paths: string[]): Promise<CaptureResult[]> {
  const arrivals = paths.map(arrival);
  return queue.tryCommitNow(arrivals, Date.now()) ?? queue.add(arrivals);
}

describe("the commit queue", () => {
  it("commits a request that arrives alone immediately, and a call's requests as one", async () => {
    const { queue, batches } = newQueue();
    for (const path of ["a", "b", "c"]) {
      void commit(queue, path);
      expect(batches.at(-1)).toEqual([path]);
      vi.advanceTimersByTime(1);
    }
    void commit(queue, "d", "e");
    expect(batches.at(-1)).toEqual(["d", "e"]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("commits requests that arrive at the same time together", () => {
    const { queue, batches } = newQueue();
    for (const path of ["a", "b", "c", "d"]) void commit(queue, path);
    vi.advanceTimersByTime(0);
    expect(batches).toEqual([["a"], ["b"], ["c", "d"]]);
  });

  it("commits nothing beyond the lease, batched or not", async () => {
    const { queue, batches } = newQueue(1);
    await commit(queue, "a");
    vi.advanceTimersByTime(1);
    const late = commit(queue, "b");
    vi.advanceTimersByTime(0);
    expect(await late).toMatchObject([{ ok: false, reason: "daily_limit" }]);
    expect(batches).toEqual([["a"]]);
  });

  it("commits as many requests of a call as the lease allows and refuses the rest", async () => {
    const { queue, batches } = newQueue(2);
    const results = commit(queue, "a", "b", "c");
    vi.advanceTimersByTime(0);
    expect((await results).map(({ ok }) => ok)).toEqual([true, true, false]);
    expect((await results).at(-1)).toMatchObject({ reason: "daily_limit" });
    expect(batches).toEqual([["a", "b"]]);
  });
});
