import { evictDurableObject } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import { serverFrame } from "../../src/protocol/frames.ts";
import { listenerList, replayDispatched, replayTargets } from "../../src/protocol/replay.ts";
import { accepted, connect, upgrade, type TestListener } from "./support/test-listener.ts";
import {
  call,
  callAs,
  hubOf,
  json,
  newAccount,
  newEndpoint,
  newKey,
  postWebhook,
  type TestAccount,
} from "./support/world.ts";

async function newPlace(plan: "free" | "plus" | "pro" = "pro") {
  const account = await newAccount(plan);
  const { id } = await newEndpoint(account);
  return { account, id };
}

async function connectCli(id: string, { token }: TestAccount): Promise<TestListener> {
  const query = `token=${token}&client=cli&mode=forward`;
  return accepted(await upgrade(`/ws/${id}?${query}`, { "user-agent": "hooknexus-cli/1.0" }));
}

const connectionOf = ({ frames }: TestListener) => String(frames[0]?.payload["connectionId"]);
const replay = ({ token }: TestAccount, body: unknown) =>
  callAs(token, "POST", "/api/replay", body);
const targets = ({ token }: TestAccount, requestId: string) =>
  callAs(token, "GET", `/api/replay/targets/${requestId}`);

describe("a replay", () => {
  it("goes to exactly the chosen listener, with all that was captured", async () => {
    const { account, id } = await newPlace();
    const { key } = await newKey(account);
    const body = Uint8Array.from({ length: 256 }, (_, value) => value);
    const headers = { "content-type": "application/x-thing", "x-signature": "abc" };
    const posted = await call(`/h/${id}/a/b?x=1&x=2`, { method: "PUT", headers, body });
    const { id: requestId } = await json<{ id: string }>(posted);
    const [chosen, other] = [await connectCli(id, account), await connect(id, key)];
    await evictDurableObject(hubOf(id));
    const connectionId = connectionOf(chosen);
    const reply = await json(await replay(account, { requestId, connectionId }), 202);
    expect(replayDispatched.parse(reply)).toEqual(reply);
    expect(reply).toMatchObject({ connectionId, clientType: "cli", clientMode: "forward" });
    const [, frame] = await chosen.take(2);
    serverFrame.parse(frame);
    const original = await json<Record<string, unknown>>(
      await callAs(key, "GET", `/api/requests/${requestId}`),
    );
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
          headers: original["headers"],
          body: original["body"],
          bodyEncoding: "base64",
          contentType: "application/x-thing",
          createdAt: original["created_at"],
        },
      },
    });
    await postWebhook(id, "after");
    expect((await other.take(2)).map(({ type }) => type)).toEqual(["connected", "new_request"]);
    for (const listener of [chosen, other]) listener.close();
  });

  it("has the online listeners for targets, and the stored request for a preview", async () => {
    const { account, id } = await newPlace();
    const { id: requestId } = await postWebhook(id, "seen");
    expect(await json(await targets(account, requestId), 409)).toMatchObject({ code: "no_target" });
    const listener = await connectCli(id, account);
    const list = await json(await targets(account, requestId));
    expect(replayTargets.parse(list)).toEqual(list);
    expect(list).toMatchObject({
      targets: [{ connectionId: connectionOf(listener), userAgent: "hooknexus-cli/1.0" }],
    });
    const preview = await callAs(account.token, "GET", `/api/replay/preview/${requestId}`);
    expect(await json(preview)).toMatchObject({ id: requestId, body: "seen" });
    listener.close();
  });

  it("is refused where the plan has none, nothing is stored, or nobody is there", async () => {
    const { account, id } = await newPlace();
    const { id: requestId } = await postWebhook(id);
    const ghost = crypto.randomUUID();
    const offline = await replay(account, { requestId, connectionId: ghost });
    expect(await json(offline, 409)).toMatchObject({ code: "target_offline" });
    const listener = await connectCli(id, account);
    const connectionId = connectionOf(listener);
    const missing = await replay(account, { requestId: ghost, connectionId });
    expect(await json(missing, 404)).toMatchObject({ code: "request_not_found" });
    expect((await targets(account, ghost)).status).toBe(404);
    expect((await targets(account, "no-uuid")).status).toBe(404);
    for (const body of [{ requestId, connectionId: "x" }, { requestId }, {}]) {
      expect(await json(await replay(account, body), 400)).toMatchObject({ code: "invalid_field" });
    }
    const stranger = await newAccount("pro");
    expect((await replay(stranger, { requestId, connectionId })).status).toBe(404);
    listener.close();
    await listener.closeCode();
    expect((await replay(account, { requestId, connectionId })).status).toBe(409);
    const free = await newPlace("free");
    const { id: freeRequest } = await postWebhook(free.id);
    const refusal = await replay(free.account, { requestId: freeRequest, connectionId });
    expect(await json(refusal, 403)).toMatchObject({ code: "plan_without_replay" });
  });
});

describe("the listeners of an endpoint", () => {
  it("are listed with their keys, and one can be disconnected", async () => {
    const { account, id } = await newPlace();
    const key = await newKey(account, { name: "server" });
    const [cli, script] = [await connectCli(id, account), await connect(id, key.key)];
    const path = `/api/endpoints/${id}/listeners`;
    const list = await json(await callAs(account.token, "GET", path));
    expect(listenerList.parse(list)).toEqual(list);
    expect(list).toMatchObject({
      max: 20,
      listeners: [
        { connectionId: connectionOf(cli), clientType: "cli", keyId: null, keyName: null },
        { connectionId: connectionOf(script), keyId: key.id, keyName: "server" },
      ],
    });
    const one = `${path}/${connectionOf(script)}`;
    expect((await callAs(account.token, "DELETE", one)).status).toBe(200);
    expect(await script.closeCode()).toBe(1000);
    expect((await callAs(account.token, "DELETE", one)).status).toBe(404);
    const stranger = await newAccount();
    expect((await callAs(stranger.token, "GET", path)).status).toBe(404);
    cli.close();
  });
});
