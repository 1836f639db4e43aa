import { env } from "cloudflare:workers";
import { evictDurableObject, runDurableObjectAlarm } from "cloudflare:test";
import { afterEach, describe, expect, it, vi } from "vitest";
import { CLOSE } from "../../src/protocol/close-codes.ts";
import { connect, upgrade } from "./support/test-listener.ts";
import {
  callAs,
  clientOf,
  expectRefusals,
  hubOf,
  json,
  newAccount,
  newEndpoint,
  newKey,
  postWebhook,
  race,
} from "./support/world.ts";

afterEach(() => void vi.useRealTimers());

async function newInbox() {
  // The plus plan has one key: the old and the new one must count as one.
  const account = await newAccount("plus");
  const { id } = await newEndpoint(account);
  const old = await newKey(account, { name: "deploys", endpointIds: [id] });
  return { account, keys: clientOf(account).keys, id, old };
}

describe("rotating a key", () => {
  it("creates one like it, and ends the old one immediately if no overlap is given", async () => {
    const { keys, id, old } = await newInbox();
    const listener = await connect(id, old.key);
    const fresh = await keys.rotate(old.id);
    expect(fresh).toMatchObject({ name: "deploys", endpointIds: [id], expiresAt: null });
    expect(await listener.closeCode()).toBe(CLOSE.CREDENTIAL_REVOKED);
    expect((await upgrade(`/ws/${id}?apikey=${old.key}`)).status).toBe(401);
    (await connect(id, fresh.key)).close();
    expect(await keys.list()).toMatchObject({ keys: [{ id: fresh.id }] });
  });

  it("keeps both valid during the overlap, and then closes the old key's sockets", async () => {
    const { keys, id, old } = await newInbox();
    const early = await connect(id, old.key);
    const fresh = await keys.rotate(old.id, { overlapSeconds: 60 });
    const [late, staying] = [await connect(id, old.key), await connect(id, fresh.key)];
    await expectRefusals([keys.create()], { status: 403, code: "key_limit" });
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

  it("succeeds once, however many calls race", async () => {
    const { keys, old } = await newInbox();
    const { done, refusals } = await race(4, () => keys.rotate(old.id, { overlapSeconds: 60 }));
    expect([done.length, refusals.length]).toEqual([1, 3]);
    for (const refusal of refusals) {
      expect(refusal).toMatchObject({ status: 409, code: "key_rotated" });
    }
  });

  it("changes nothing at the hubs if it is refused", async () => {
    const { keys, old } = await newInbox();
    await keys.rotate(old.id, { overlapSeconds: 60 });
    await expectRefusals([keys.rotate(old.id)], { status: 409, code: "key_rotated" });
    expect(await env.DB.prepare("SELECT command FROM outbox").first()).toBeNull();
  });

  it("accepts an overlap of up to a day, and the account's own keys only", async () => {
    const { account, keys, old } = await newInbox();
    for (const overlapSeconds of [-1, 86_401, 1.5, "60"]) {
      const path = `/api/keys/${old.id}/rotate`;
      const reply = await callAs(account.token, "POST", path, { overlapSeconds });
      expect(await json(reply, 400)).toMatchObject({ field: "overlapSeconds" });
    }
    const stranger = clientOf(await newAccount("plus"));
    const missing = [stranger.keys.rotate(old.id), keys.rotate(crypto.randomUUID())];
    await expectRefusals(missing, { status: 404 });
    await keys.rotate(old.id, { overlapSeconds: 86_400 });
  });
});
