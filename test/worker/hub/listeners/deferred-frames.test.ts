import { runInDurableObject } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import { CLOSE } from "../../../../src/protocol/close-codes.ts";
import { PING_FRAME } from "../../../../src/protocol/frames.ts";
import type { EndpointHub } from "../../../../src/worker/hub/endpoint-hub.ts";
import { upgradeRequest } from "../../../../src/worker/hub/contract/upgrade.ts";
import { VERSION } from "../../../../src/worker/hub/contract/version.ts";
import { packRequests } from "../../../../src/worker/hub/contract/packing.ts";
import { connect, TestListener, upgrade } from "../../support/test-listener.ts";
import { hubOf, newAccount, newEndpoint, newKey, postWebhook } from "../../support/world.ts";

async function newInbox() {
  const account = await newAccount("team");
  const { id } = await newEndpoint(account);
  const { key } = await newKey(account);
  // This configures the hub.
  await postWebhook(id, "first");
  return { id, key };
}

const upgradeOf = (credentialId: string, since: number | null) =>
  upgradeRequest(
    {
      identity: {
        credentialId,
        keyRank: null,
        credentialExpiresAt: null,
        clientType: "api_key",
        clientMode: "listen",
        userAgent: null,
      },
      since,
    },
    VERSION,
  );

/** A webhook, packed as in a call to the hub. */
function packed(path: string): [heads: string, bodies: Uint8Array] {
  const [rawQuery, headersJson, body] = ["", "[]", new Uint8Array()];
  const nonce = crypto.randomUUID();
  const webhook = { nonce, method: "POST", path, rawQuery, headersJson, ip: null, body };
  const { heads, bodies } = packRequests([webhook]);
  return [heads, bodies];
}

/** A listener that connects in the same turn in which something happens to its hub. */
async function connectDuring(
  id: string,
  since: number | null,
  action: (hub: EndpointHub, ctx: DurableObjectState) => unknown,
) {
  return runInDurableObject(hubOf(id), async (hub: EndpointHub, ctx) => {
    const response = hub.fetch(upgradeOf("a", since));
    const done = action(hub, ctx);
    const { webSocket } = await response;
    if (!webSocket) throw new Error("The upgrade was refused.");
    const listener = new TestListener(webSocket);
    await done;
    return listener;
  });
}

const typesOf = ({ frames }: TestListener) => frames.map(({ type }) => type);

describe("a listener gets `connected` before anything else", () => {
  it("if it pings immediately", async () => {
    const { id, key } = await newInbox();
    for (let round = 0; round < 20; round++) {
      const { webSocket } = await upgrade(`/ws/${id}?apikey=${key}`);
      if (!webSocket) throw new Error("The upgrade was refused.");
      const listener = new TestListener(webSocket);
      webSocket.send(PING_FRAME);
      await listener.take(2);
      expect(typesOf(listener)).toEqual(["connected", "pong"]);
      listener.close();
      await listener.closeCode();
    }
  });

  it("if its ping arrives in the same turn", async () => {
    const { id } = await newInbox();
    const listener = await connectDuring(id, null, (hub, ctx) => {
      for (const socket of ctx.getWebSockets()) hub.webSocketMessage(socket, PING_FRAME);
    });
    await listener.take(2);
    expect(typesOf(listener)).toEqual(["connected", "pong"]);
  });

  it("if a webhook is stored in the same turn, which it receives once", async () => {
    const { id } = await newInbox();
    const listener = await connectDuring(id, 0, (hub) => hub.captureOnce(...packed(`/h/${id}`)));
    await listener.take(3);
    expect(listener.frames.map(({ type, payload }) => [type, payload["seq"]])).toEqual([
      ["connected", undefined],
      ["new_request", 1],
      ["new_request", 2],
    ]);
    expect(listener.frames[0]?.payload).toMatchObject({ lastSeq: 1 });
  });

  it("if its credential is revoked in the same turn", async () => {
    const { id } = await newInbox();
    const listener = await connectDuring(id, null, (hub) =>
      hub.apply({ type: "revoke", credentialId: "a" }),
    );
    expect(await listener.closeCode()).toBe(CLOSE.CREDENTIAL_REVOKED);
    expect(typesOf(listener)).toEqual(["connected"]);
  });
});

describe("while a listener connects,", () => {
  it("others keep the time of their last ping, and get pongs without waking the hub", async () => {
    const { id, key } = await newInbox();
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
