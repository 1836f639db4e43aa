import { describe, expect, it } from "vitest";
import { CLOSE } from "../../src/protocol/close-codes.ts";
import { connect, upgrade } from "./support/test-listener.ts";
import {
  call,
  clientOf,
  expectRefusals,
  json,
  newAccount,
  newEndpoint,
  newKey,
  postWebhook,
  setPlan,
  type TestAccount,
} from "./support/world.ts";

async function statuses(ids: string[]): Promise<number[]> {
  const replies: number[] = [];
  for (const id of ids) replies.push((await call(`/h/${id}`, { method: "POST" })).status);
  return replies;
}

async function newEndpoints(account: TestAccount, count: number, body = {}): Promise<string[]> {
  const ids: string[] = [];
  for (let n = 0; n < count; n++) ids.push((await newEndpoint(account, body)).id);
  return ids;
}

describe("a downgrade", () => {
  it("makes the newest endpoints read-only, and an upgrade makes them writable again", async () => {
    const account = await newAccount("plus");
    const ids = await newEndpoints(account, 5);
    for (const id of ids) await postWebhook(id);
    await setPlan(account, "free");
    expect(await statuses(ids)).toEqual([200, 200, 200, 403, 403]);
    const refused = await call(`/h/${ids[4]}`, { method: "POST" });
    expect(await json(refused, 403)).toMatchObject({ code: "endpoint_read_only" });
    expect(await clientOf(account).requests.list(ids[4] ?? "")).toMatchObject({ total: 1 });
    await setPlan(account, "plus");
    expect(await statuses(ids)).toEqual([200, 200, 200, 200, 200]);
  });

  it("makes the next endpoint writable again once another is deleted", async () => {
    const account = await newAccount("plus");
    const ids = await newEndpoints(account, 4);
    await setPlan(account, "free");
    expect(await statuses(ids)).toEqual([200, 200, 200, 403]);
    await clientOf(account).endpoints.delete(ids[0] ?? "");
    expect(await statuses(ids)).toEqual([404, 200, 200, 200]);
  });

  it("makes permanent endpoints beyond the plan's limit read-only too", async () => {
    const account = await newAccount("pro");
    const permanent = await newEndpoints(account, 3, { isPermanent: true });
    const passing = await newEndpoints(account, 1);
    await setPlan(account, "plus");
    expect(await statuses([...permanent, ...passing])).toEqual([200, 403, 403, 200]);
    await clientOf(account).endpoints.update(permanent[2] ?? "", { alias: "x" });
    expect(await statuses(permanent)).toEqual([200, 403, 403]);
  });

  it("suspends the newest keys and closes their sockets, and an upgrade restores the keys", async () => {
    const account = await newAccount("pro");
    const { id } = await newEndpoint(account);
    const keys: string[] = [];
    for (let n = 0; n < 3; n++) keys.push((await newKey(account)).key);
    const [oldest, ...newer] = await Promise.all(keys.map((key) => connect(id, key)));
    await setPlan(account, "plus");
    for (const listener of newer) {
      expect(await listener.closeCode()).toBe(CLOSE.PLAN_LIMIT_LOWERED);
    }
    await postWebhook(id);
    expect((await oldest?.take(2))?.[1]?.type).toBe("new_request");
    for (const key of keys.slice(1)) {
      const refused = await upgrade(`/ws/${id}?apikey=${key}`);
      expect(await json(refused, 403)).toMatchObject({ code: "key_suspended" });
      await expectRefusals([clientOf({ token: key }).endpoints.list()], { status: 403 });
    }
    await setPlan(account, "pro");
    for (const key of keys) (await connect(id, key)).close();
    oldest?.close();
  });
});
