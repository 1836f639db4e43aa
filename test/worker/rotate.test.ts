import { evictDurableObject, runDurableObjectAlarm } from "cloudflare:test";
import { afterEach, describe, expect, it, vi } from "vitest";
import { createdKey, type CreatedKey } from "../../src/protocol/api-key.ts";
import { CLOSE } from "../../src/protocol/close-codes.ts";
import { connect, upgrade } from "./support/test-listener.ts";
import {
  callAs,
  hubOf,
  json,
  newAccount,
  newEndpoint,
  newKey,
  postWebhook,
  type TestAccount,
} from "./support/world.ts";

afterEach(() => void vi.useRealTimers());

function rotate({ token }: TestAccount, id: string, body: unknown = {}): Promise<Response> {
  return callAs(token, "POST", `/api/keys/${id}/rotate`, body);
}

async function newPlace() {
  // Plus has one key: the two must count as one.
  const account = await newAccount("plus");
  const { id } = await newEndpoint(account);
  return { account, id, old: await newKey(account, { name: "deploys", endpointIds: [id] }) };
}

describe("rotating a key", () => {
  it("makes one like it, and ends the old one at once where no overlap is asked for", async () => {
    const { account, id, old } = await newPlace();
    const listener = await connect(id, old.key);
    const fresh = await json<CreatedKey>(await rotate(account, old.id), 201);
    expect(createdKey.parse(fresh)).toEqual(fresh);
    expect(fresh).toMatchObject({ name: "deploys", endpointIds: [id], expiresAt: null });
    expect(await listener.closeCode()).toBe(CLOSE.CREDENTIAL_REVOKED);
    expect((await upgrade(`/ws/${id}?apikey=${old.key}`)).status).toBe(401);
    (await connect(id, fresh.key)).close();
    const list = await json(await callAs(account.token, "GET", "/api/keys"));
    expect(list).toMatchObject({ keys: [{ id: fresh.id }] });
  });

  it("lets both work for the overlap, and then closes what the old one opened", async () => {
    const { account, id, old } = await newPlace();
    const early = await connect(id, old.key);
    const fresh = await json<CreatedKey>(
      await rotate(account, old.id, { overlapSeconds: 60 }),
      201,
    );
    const [late, staying] = [await connect(id, old.key), await connect(id, fresh.key)];
    const third = await callAs(account.token, "POST", "/api/keys", {});
    expect(await json(third, 403)).toMatchObject({ code: "key_limit" });
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 60_000 });
    await evictDurableObject(hubOf(id));
    expect(await runDurableObjectAlarm(hubOf(id))).toBe(true);
    for (const listener of [early, late]) {
      expect(await listener.closeCode()).toBe(CLOSE.CREDENTIAL_REVOKED);
    }
    expect((await upgrade(`/ws/${id}?apikey=${old.key}`)).status).toBe(401);
    await postWebhook(id);
    expect((await staying.take(2))[1]?.type).toBe("new_request");
    staying.close();
  });

  it("happens once, however many calls race", async () => {
    const { account, old } = await newPlace();
    const wish = { overlapSeconds: 60 };
    const replies = await Promise.all([1, 2, 3, 4].map(() => rotate(account, old.id, wish)));
    expect(replies.filter(({ status }) => status === 201)).toHaveLength(1);
    for (const reply of replies.filter(({ status }) => status !== 201)) {
      expect(await json(reply, 409)).toMatchObject({ code: "key_rotated" });
    }
  });

  it("takes an overlap of up to a day, and keys of the account alone", async () => {
    const { account, old } = await newPlace();
    for (const overlapSeconds of [-1, 86_401, 1.5, "60"]) {
      const reply = await rotate(account, old.id, { overlapSeconds });
      expect(await json(reply, 400)).toMatchObject({ field: "overlapSeconds" });
    }
    const stranger = await newAccount("plus");
    expect((await rotate(stranger, old.id)).status).toBe(404);
    expect((await rotate(account, crypto.randomUUID())).status).toBe(404);
    expect((await rotate(account, old.id, { overlapSeconds: 86_400 })).status).toBe(201);
  });
});
