import { evictDurableObject } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import { serverFrame } from "../../src/protocol/frames.ts";
import { accepted, connect, upgrade, type TestListener } from "./support/test-listener.ts";
import {
  call,
  callAs,
  clientOf,
  expectRefusals,
  hubOf,
  json,
  newAccount,
  newEndpoint,
  newKey,
  postWebhook,
  type TestAccount,
} from "./support/world.ts";

async function newInbox(plan: "free" | "plus" | "pro" = "pro") {
  const account = await newAccount(plan);
  const { id } = await newEndpoint(account);
  return { account, client: clientOf(account), id };
}

async function connectCli(id: string, { token }: TestAccount): Promise<TestListener> {
  const query = `token=${token}&client=cli&mode=forward`;
  return accepted(await upgrade(`/ws/${id}?${query}`, { "user-agent": "hooknexus-cli/1.0" }));
}

const connectionOf = ({ frames }: TestListener) => String(frames[0]?.payload["connectionId"]);

describe("a replay", () => {
  it("goes to exactly the chosen listener, with everything that was captured", async () => {
    const { account, client, id } = await newInbox();
    const { key } = await newKey(account);
    const body = Uint8Array.from({ length: 256 }, (_, value) => value);
    const headers = { "content-type": "application/x-thing", "x-signature": "abc" };
    const posted = await call(`/h/${id}/a/b?x=1&x=2`, { method: "PUT", headers, body });
    const { id: requestId } = await json<{ id: string }>(posted);
    const [chosen, other] = [await connectCli(id, account), await connect(id, key)];
    await evictDurableObject(hubOf(id));
    const connectionId = connectionOf(chosen);
    const reply = await client.replay.send({ requestId, connectionId });
    expect(reply).toMatchObject({ connectionId, clientType: "cli", clientMode: "forward" });
    const [, frame] = await chosen.take(2);
    serverFrame.parse(frame);
    const original = await clientOf({ token: key }).requests.get(requestId);
    expect(frame).toMatchObject({
      type: "replay_request",
      payload: {
        sourceRequestId: requestId,
        target: { connectionId, clientType: "cli", clientMode: "forward" },
        request: {
          id: requestId,
          method: "PUT",
          path: `/h/${id}/a/b`,
          rawQuery: "x=1&x=2",
          query: { x: "2" },
          headers: original.headers,
          body: original.body,
          bodyEncoding: "base64",
          contentType: "application/x-thing",
          createdAt: original.created_at,
        },
      },
    });
    await postWebhook(id, "after");
    expect((await other.take(2)).map(({ type }) => type)).toEqual(["connected", "new_request"]);
    for (const listener of [chosen, other]) listener.close();
  });

  it("has the online listeners as targets, and the stored request as a preview", async () => {
    const { account, client, id } = await newInbox();
    const { id: requestId } = await postWebhook(id, "seen");
    await expectRefusals([client.replay.targets(requestId)], { status: 409, code: "no_target" });
    const listener = await connectCli(id, account);
    expect(await client.replay.targets(requestId)).toMatchObject({
      targets: [{ connectionId: connectionOf(listener), userAgent: "hooknexus-cli/1.0" }],
    });
    const preview = await client.replay.preview(requestId);
    expect(preview).toMatchObject({ id: requestId, body: "seen" });
    listener.close();
  });

  it("is refused if the plan has no replay, the request is unknown or the listener is offline", async () => {
    const { account, client, id } = await newInbox();
    const { replay } = client;
    const { id: requestId } = await postWebhook(id);
    const ghost = crypto.randomUUID();
    const offline = { status: 409, code: "target_offline" };
    await expectRefusals([replay.send({ requestId, connectionId: ghost })], offline);
    const listener = await connectCli(id, account);
    const connectionId = connectionOf(listener);
    const stranger = clientOf(await newAccount("pro"));
    const missing = [
      replay.send({ requestId: ghost, connectionId }),
      replay.targets(ghost),
      replay.targets("no-uuid"),
      stranger.replay.send({ requestId, connectionId }),
    ];
    await expectRefusals(missing, { status: 404, code: "request_not_found" });
    for (const body of [{ requestId, connectionId: "x" }, { requestId }, {}]) {
      const reply = await callAs(account.token, "POST", "/api/replay", body);
      expect(await json(reply, 400)).toMatchObject({ code: "invalid_field" });
    }
    listener.close();
    await listener.closeCode();
    await expectRefusals([replay.send({ requestId, connectionId })], offline);
    const free = await newInbox("free");
    const { id: freeRequest } = await postWebhook(free.id);
    const refused = free.client.replay.send({ requestId: freeRequest, connectionId });
    await expectRefusals([refused], { status: 403, code: "plan_without_replay" });
  });
});

describe("the listeners of an endpoint", () => {
  it("are listed with their keys, and can be disconnected", async () => {
    const { account, client, id } = await newInbox();
    const key = await newKey(account, { name: "server" });
    const [cli, script] = [await connectCli(id, account), await connect(id, key.key)];
    const { listeners } = client;
    expect(await listeners.list(id)).toMatchObject({
      max: 20,
      listeners: [
        { connectionId: connectionOf(cli), clientType: "cli", keyId: null, keyName: null },
        { connectionId: connectionOf(script), keyId: key.id, keyName: "server" },
      ],
    });
    await listeners.disconnect(id, connectionOf(script));
    expect(await script.closeCode()).toBe(1000);
    const stranger = clientOf(await newAccount());
    const missing = [listeners.disconnect(id, connectionOf(script)), stranger.listeners.list(id)];
    await expectRefusals(missing, { status: 404 });
    cli.close();
  });
});
