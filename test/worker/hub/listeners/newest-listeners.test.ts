import { evictDurableObject } from "cloudflare:test";
import { afterEach, describe, expect, it, vi } from "vitest";
import { CLOSE } from "../../../../src/protocol/close-codes.ts";
import { SECOND_MS } from "../../../../src/protocol/time-units.ts";
import { connect, type TestListener } from "../../support/test-listener.ts";
import { clientOf, hubOf, newAccount, newEndpoint, newKey, setPlan } from "../../support/world.ts";

const MAX_LISTENERS = { plus: 3, pro: 20 };

afterEach(() => void vi.useRealTimers());

async function newInbox() {
  const account = await newAccount("pro");
  const { id } = await newEndpoint(account);
  const { key } = await newKey(account);
  return { account, id, key };
}

type Inbox = Awaited<ReturnType<typeof newInbox>>;

/** Connects listeners one after another. */
async function connectMany({ id, key }: Inbox, count: number): Promise<TestListener[]> {
  const listeners: TestListener[] = [];
  while (listeners.length < count) listeners.push(await connect(id, key));
  return listeners;
}

function connectionIdOf({ frames }: TestListener): unknown {
  return frames[0]?.payload["connectionId"];
}

async function shownIds({ account, id }: Inbox): Promise<unknown[]> {
  const { listeners } = await clientOf(account).listeners.list(id);
  return listeners.map(({ connectionId }) => connectionId);
}

/** Expects that a downgrade keeps the oldest listeners and closes all others. */
async function expectOldestStay(inbox: Inbox, listeners: TestListener[]): Promise<void> {
  await setPlan(inbox.account, "plus");
  for (const listener of listeners.slice(MAX_LISTENERS.plus)) {
    expect(await listener.closeCode()).toBe(CLOSE.PLAN_LIMIT_LOWERED);
  }
  const oldest = listeners.slice(0, MAX_LISTENERS.plus);
  expect(await shownIds(inbox)).toEqual(oldest.map(connectionIdOf));
  for (const listener of oldest) listener.close();
}

describe("the newest of too many sockets", () => {
  it("are those that were admitted last, even within one millisecond", async () => {
    vi.setSystemTime(Date.now());
    const inbox = await newInbox();
    const listeners = await connectMany(inbox, MAX_LISTENERS.pro);
    expect(await shownIds(inbox)).toEqual(listeners.map(connectionIdOf));
    await expectOldestStay(inbox, listeners);
  });

  it("are still known after an eviction, and when others have left", async () => {
    vi.setSystemTime(Date.now());
    const inbox = await newInbox();
    const early = await connectMany(inbox, 6);
    for (const gone of early.splice(0, 4)) {
      gone.close();
      await gone.closeCode();
    }
    await evictDurableObject(hubOf(inbox.id));
    await expectOldestStay(inbox, [...early, ...(await connectMany(inbox, 4))]);
  });

  it("are still known after the clock stepped back", async () => {
    const start = Date.now();
    const inbox = await newInbox();
    const listeners: TestListener[] = [];
    for (const steppedBack of [0, 1, 2, 3, 4]) {
      vi.setSystemTime(start - steppedBack * SECOND_MS);
      listeners.push(...(await connectMany(inbox, 1)));
    }
    await expectOldestStay(inbox, listeners);
  });
});
