import { runInDurableObject } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import { CLOSE } from "../../../../src/protocol/close-codes.ts";
import { PING_FRAME } from "../../../../src/protocol/frames.ts";
import type { EndpointHub } from "../../../../src/worker/hub/endpoint-hub.ts";
import { upgradeRequest } from "../../../../src/worker/hub/contract/upgrade.ts";
import { packRequests } from "../../../../src/worker/hub/contract/packing.ts";
import { connect, TestListener, upgrade } from "../../support/test-listener.ts";
import { hubOf, newAccount, newEndpoint, newKey, postWebhook } from "../../support/world.ts";

async function newPlace() {
  const account = await newAccount("team");
  const { id } = await newEndpoint(account);
  const { key } = await newKey(account);
  // From now on the hub knows its endpoint.
  await postWebhook(id, "first");
  return { id, key };
}

const upgradeOf = (credentialId: string, since: number | null) =>
  upgradeRequest({
    identity: {
      credentialId,
      keyRank: null,
      credentialExpiresAt: null,
      clientType: "api_key",
      clientMode: "listen",
      userAgent: null,
    },
    since,
  });

/** A webhook, as a call to the hub carries it. */
function packed(path: string): [heads: string, bodies: Uint8Array] {
  const [rawQuery, headersJson, body] = ["", "[]", new Uint8Array()];
  const webhook = { method: "POST", path, rawQuery, headersJson, ip: null, body };
  const { heads, bodies } = packRequests([webhook]);
  return [heads, bodies];
}

/** What a listener sees where something happens to its hub in the very turn it is let in. */
async function seenWith(
  id: string,
  since: number | null,
  happen: (hub: EndpointHub, ctx: DurableObjectState) => unknown,
) {
  return runInDurableObject(hubOf(id), async (hub: EndpointHub, ctx) => {
    const response = hub.fetch(upgradeOf("a", since));
    const happened = happen(hub, ctx);
    const { webSocket } = await response;
    if (!webSocket) throw new Error("It was not let in.");
    const listener = new TestListener(webSocket);
    await happened;
    return listener;
  });
}

const typesOf = ({ frames }: TestListener) => frames.map(({ type }) => type);

describe("a listener is greeted before anything else", () => {
  it("where it pings at once", async () => {
    const { id, key } = await newPlace();
    for (let round = 0; round < 20; round++) {
      const { webSocket } = await upgrade(`/ws/${id}?apikey=${key}`);
      if (!webSocket) throw new Error("It was not let in.");
      const listener = new TestListener(webSocket);
      webSocket.send(PING_FRAME);
      await listener.take(2);
      expect(typesOf(listener)).toEqual(["connected", "pong"]);
      listener.close();
      await listener.closeCode();
    }
  });

  it("where its ping comes in the same turn", async () => {
    const { id } = await newPlace();
    const listener = await seenWith(id, null, (hub, ctx) => {
      for (const socket of ctx.getWebSockets()) hub.webSocketMessage(socket, PING_FRAME);
    });
    await listener.take(2);
    expect(typesOf(listener)).toEqual(["connected", "pong"]);
  });

  it("where a webhook is stored in the same turn, which is sent to it once", async () => {
    const { id } = await newPlace();
    const listener = await seenWith(id, 0, (hub) => hub.capture(...packed(`/h/${id}`)));
    await listener.take(3);
    expect(listener.frames.map(({ type, payload }) => [type, payload["seq"]])).toEqual([
      ["connected", undefined],
      ["new_request", 1],
      ["new_request", 2],
    ]);
    expect(listener.frames[0]?.payload).toMatchObject({ lastSeq: 1 });
  });

  it("where it is put out in the same turn", async () => {
    const { id } = await newPlace();
    const listener = await seenWith(id, null, (hub) =>
      hub.apply({ type: "revoke", credentialId: "a" }),
    );
    expect(await listener.closeCode()).toBe(CLOSE.CREDENTIAL_REVOKED);
    expect(typesOf(listener)).toEqual(["connected"]);
  });
});

describe("while one is greeted", () => {
  it("others keep the time of their last ping, and are answered without waking the hub", async () => {
    const { id, key } = await newPlace();
    const first = await connect(id, key);
    first.socket.send(PING_FRAME);
    await first.take(2);
    const second = await connect(id, key);
    await runInDurableObject(hubOf(id), (_, ctx) => {
      const pings = ctx.getWebSockets().map((one) => ctx.getWebSocketAutoResponseTimestamp(one));
      expect(pings).toHaveLength(2);
      expect(pings.filter((ping) => ping !== null)).toHaveLength(1);
      expect(ctx.getWebSocketAutoResponse()?.request).toBe(PING_FRAME);
    });
    for (const listener of [first, second]) listener.close();
  });
});
