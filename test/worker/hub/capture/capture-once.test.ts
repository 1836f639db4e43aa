import { evictDurableObject } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import { packRequests, unpackReply } from "../../../../src/worker/hub/contract/packing.ts";
import type { IncomingRequest } from "../../../../src/worker/hub/contract/requests.ts";
import { connect } from "../../support/test-listener.ts";
import { hubOf, newAccount, newEndpoint, newKey, postWebhook } from "../../support/world.ts";

async function newInbox() {
  const account = await newAccount("pro");
  const { id } = await newEndpoint(account);
  return { account, id };
}

function webhook(id: string, body: string): IncomingRequest {
  const nonce = crypto.randomUUID();
  const head = { nonce, method: "POST", path: `/h/${id}`, rawQuery: "", headersJson: "[]" };
  return { ...head, ip: null, body: new TextEncoder().encode(body) };
}

async function capture(id: string, ...requests: IncomingRequest[]) {
  const { heads, bodies } = packRequests(requests);
  return unpackReply(await hubOf(id).captureOnce(heads, bodies)).results;
}

const storedCount = async (id: string) => (await hubOf(id).stats()).requestCount;

describe("a repeated call", () => {
  it("stores nothing twice, and gets the result of the first", async () => {
    const { id } = await newInbox();
    const requests = [webhook(id, "one"), webhook(id, "two")];
    const first = await capture(id, ...requests);
    expect(await capture(id, ...requests)).toEqual(first);
    expect(await storedCount(id)).toBe(2);
  });

  it("is recognised by a hub that was reset in between", async () => {
    const { id } = await newInbox();
    await postWebhook(id, "earlier");
    const request = webhook(id, "once");
    const first = await capture(id, request);
    await evictDurableObject(hubOf(id));
    expect(await capture(id, request)).toEqual(first);
    expect(await storedCount(id)).toBe(2);
  });

  it("stores the webhooks that the first did not", async () => {
    const { id } = await newInbox();
    const [one, two, three] = [webhook(id, "1"), webhook(id, "2"), webhook(id, "3")];
    const [first] = await capture(id, two);
    const results = await capture(id, one, two, three);
    expect(results[1]).toEqual(first);
    expect(new Set(results.map((result) => result.ok && result.id)).size).toBe(3);
    expect(await storedCount(id)).toBe(3);
  });

  it("may arrive while the first still runs", async () => {
    const { id } = await newInbox();
    const request = webhook(id, "once");
    const results = await Promise.all(Array.from({ length: 8 }, () => capture(id, request)));
    expect(new Set(results.map(([result]) => JSON.stringify(result))).size).toBe(1);
    expect(await storedCount(id)).toBe(1);
  });

  it("sends listeners nothing twice", async () => {
    const { account, id } = await newInbox();
    const { key } = await newKey(account);
    const listener = await connect(id, key);
    const request = webhook(id, "once");
    await capture(id, request);
    await capture(id, request);
    await capture(id, webhook(id, "next"));
    const frames = await listener.take(3);
    expect(frames.map(({ type }) => type)).toEqual(["connected", "new_request", "new_request"]);
    listener.close();
  });
});
