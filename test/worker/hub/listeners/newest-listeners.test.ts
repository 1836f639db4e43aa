import { evictDurableObject } from "cloudflare:test";
import { afterEach, describe, expect, it, vi } from "vitest";
import { CLOSE } from "../../../../src/protocol/close-codes.ts";
import { connect, type TestListener } from "../../support/test-listener.ts";
import { clientOf, hubOf, newAccount, newEndpoint, newKey, setPlan } from "../../support/world.ts";

const MAX_LISTENERS = { plus: 3, pro: 20 };

afterEach(() => void vi.useRealTimers());

async function newPlace() {
  const account = await newAccount("pro");
  const { id } = await newEndpoint(account);
  const { key } = await newKey(account);
  return { account, id, key };
}

type Place = Awaited<ReturnType<typeof newPlace>>;

/** Connects one after the other, all in one millisecond or as the clock goes. */
async function connectMany({ id, key }: Place, count: number): Promise<TestListener[]> {
  const listeners: TestListener[] = [];
  while (listeners.length < count) listeners.push(await connect(id, key));
  return listeners;
}

function connectionIdOf({ frames }: TestListener): unknown {
  return frames[0]?.payload["connectionId"];
}

async function shownIds({ account, id }: Place): Promise<unknown[]> {
  const { listeners } = await clientOf(account).listeners.list(id);
  return listeners.map(({ connectionId }) => connectionId);
}

/** A downgrade must leave those that came first, and close all others. */
async function expectOldestStay(place: Place, listeners: TestListener[]): Promise<void> {
  await setPlan(place.account, "plus");
  for (const listener of listeners.slice(MAX_LISTENERS.plus)) {
    expect(await listener.closeCode()).toBe(CLOSE.PLAN_LIMIT_LOWERED);
  }
  const oldest = listeners.slice(0, MAX_LISTENERS.plus);
  expect(await shownIds(place)).toEqual(oldest.map(connectionIdOf));
  for (const listener of oldest) listener.close();
}

describe("the newest of too many sockets", () => {
  it("are those that were admitted last, be it in the same millisecond", async () => {
    vi.setSystemTime(Date.now());
    const place = await newPlace();
    const listeners = await connectMany(place, MAX_LISTENERS.pro);
    expect(await shownIds(place)).toEqual(listeners.map(connectionIdOf));
    await expectOldestStay(place, listeners);
  });

  it("are so for a hub that slept meanwhile, and where others have left", async () => {
    vi.setSystemTime(Date.now());
    const place = await newPlace();
    const early = await connectMany(place, 6);
    for (const gone of early.splice(0, 4)) {
      gone.close();
      await gone.closeCode();
    }
    await evictDurableObject(hubOf(place.id));
    await expectOldestStay(place, [...early, ...(await connectMany(place, 4))]);
  });

  it("are so where the clock has stepped back", async () => {
    const start = Date.now();
    const place = await newPlace();
    const listeners: TestListener[] = [];
    for (const steppedBack of [0, 1, 2, 3, 4]) {
      vi.setSystemTime(start - steppedBack * 1_000);
      listeners.push(...(await connectMany(place, 1)));
    }
    await expectOldestStay(place, listeners);
  });
});
