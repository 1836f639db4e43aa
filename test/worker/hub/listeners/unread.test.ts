import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { expect, it } from "vitest";
import { CLOSE } from "../../../../src/protocol/close-codes.ts";
import { PING_FRAME } from "../../../../src/protocol/frames.ts";
import {
  readAttachment,
  writeAttachment,
  type Attachment,
} from "../../../../src/worker/hub/listeners/attachment.ts";
import { accepted, upgrade, type TestListener } from "../../support/test-listener.ts";
import { hubOf, newAccount, newEndpoint, postWebhook } from "../../support/world.ts";

const MIB = 1024 * 1024;

async function newInbox() {
  const account = await newAccount("team");
  const { id } = await newEndpoint(account);
  const connect = async (query = "") =>
    accepted(await upgrade(`/ws/${id}?token=${account.token}&client=cli${query}`));
  return { id, connect };
}

const connectionOf = ({ frames }: TestListener) => String(frames[0]?.payload["connectionId"]);

/** The attachment of a listener's socket in its hub. */
function attachmentOf(id: string, listener: TestListener): Promise<Attachment> {
  return changeAttachment(id, listener, {});
}

async function changeAttachment(
  id: string,
  listener: TestListener,
  change: Partial<Attachment>,
): Promise<Attachment> {
  return runInDurableObject(hubOf(id), (_, ctx) => {
    for (const socket of ctx.getWebSockets()) {
      const attachment = readAttachment(socket);
      if (attachment.connectionId !== connectionOf(listener)) continue;
      writeAttachment(socket, { ...attachment, ...change });
      return { ...attachment, ...change };
    }
    throw new Error("The listener is not connected.");
  });
}

/** Makes the hub believe that it has just sent the listener this much. */
async function pretendSent(id: string, listener: TestListener, bytes: number): Promise<void> {
  const sentAt = Array.from({ length: bytes / MIB }, () => Date.now());
  await changeAttachment(id, listener, { sentAt });
  await evictDurableObject(hubOf(id));
}

it("the bytes that a listener is sent are counted, in `new_request` frames and after `since`", async () => {
  const { id, connect } = await newInbox();
  const live = await connect();
  // JSON writes each of these as six characters.
  await postWebhook(id, new Uint8Array(MIB / 2).fill(1));
  const missed = await connect("&since=0");
  for (const listener of [live, missed]) {
    await listener.take(2);
    expect((await attachmentOf(id, listener)).sentAt).toHaveLength(3);
    listener.close();
  }
});

it("a listener that does not read gets no bodies, then 4408, and others get everything", async () => {
  const { id, connect } = await newInbox();
  const [silent, reading] = [await connect(), await connect()];
  await pretendSent(id, silent, 31 * MIB);
  await postWebhook(id, "in time");
  await pretendSent(id, silent, 32 * MIB);
  await postWebhook(id, "behind");
  await pretendSent(id, silent, 64 * MIB);
  await postWebhook(id, "lost");
  expect(await silent.closeCode()).toBe(CLOSE.PEER_SILENT);
  const bodiesOf = ({ frames }: TestListener) =>
    frames.slice(1).map(({ payload }) => [payload["body"], payload["bodyEncoding"]]);
  expect(bodiesOf(silent)).toEqual([
    ["in time", "utf8"],
    ["", "omitted"],
  ]);
  await reading.take(4);
  expect(bodiesOf(reading).map(([body]) => body)).toEqual(["in time", "behind", "lost"]);
  const resumed = await connect("&since=2");
  await resumed.take(2);
  expect(bodiesOf(resumed)).toEqual([["lost", "utf8"]]);
  for (const listener of [reading, resumed]) listener.close();
});

it("a replay to a listener that is closed because it does not read is refused", async () => {
  const { id, connect } = await newInbox();
  const { id: requestId } = await postWebhook(id, "stored");
  const listener = await connect();
  await pretendSent(id, listener, 64 * MIB);
  const result = await hubOf(id).replay(requestId, connectionOf(listener), 2);
  expect(result).toEqual({ ok: false, reason: "target_offline" });
  expect(await listener.closeCode()).toBe(CLOSE.PEER_SILENT);
});

it.each([PING_FRAME, '{ "type": "ping" }'])(
  "a listener that sends %s gets bodies again",
  async (ping) => {
    const { id, connect } = await newInbox();
    const listener = await connect();
    await pretendSent(id, listener, 64 * MIB);
    listener.socket.send(ping);
    await listener.take(2);
    await postWebhook(id, "whole");
    await listener.take(3);
    expect(listener.frames.at(-1)?.payload).toMatchObject({ body: "whole" });
    listener.close();
  },
);
