import { describe, expect, it } from "vitest";
import { signedInBrowser } from "../support/browser.ts";
import {
  checkedCall,
  checkedCallAs,
  codeOf,
  expectAllSeen,
  expectDescribed,
  expectFrame,
  STORIES,
} from "../support/described.ts";
import { accepted, connect, upgrade, type TestListener } from "../support/test-listener.ts";
import {
  ADMIN_TOKEN,
  newAccount,
  newEndpoint,
  newKey,
  postWebhook,
  type TestAccount,
} from "../support/world.ts";

/*
 * Calls every operation of some resources. Each reply is checked against the document, and in the
 * end, every reply that the document describes must have been seen.
 */

function setPlan({ id }: TestAccount, plan: string): Promise<unknown> {
  return checkedCallAs(ADMIN_TOKEN, "PATCH", `/api/admin/accounts/${id}`, { plan });
}

describe("the document describes the replies of", () => {
  const at = (id: string) => `/ws/${id}`;

  async function listen(id: string, query: string): Promise<TestListener> {
    const reply = await upgrade(`${at(id)}?${query}`);
    await expectDescribed("GET", at(id), reply);
    return accepted(reply);
  }

  async function refusal(id: string, query: string, headers = {}): Promise<string | undefined> {
    const reply = await upgrade(`${at(id)}?${query}`, headers);
    const json = await expectDescribed("GET", at(id), reply);
    return (json as { code?: string } | undefined)?.code;
  }

  it("the routes of replays and listeners, and every frame", async () => {
    const account = await newAccount("plus");
    const { token } = account;
    const { id } = await newEndpoint(account);
    for (let n = 0; n < 102; n++) await postWebhook(id);
    const { id: requestId } = await postWebhook(id);
    const targets = `/api/replay/targets/${requestId}`;
    expect(await codeOf(checkedCallAs(token, "GET", targets))).toBe("no_target");
    const listener = await listen(id, `token=${token}&client=cli&mode=forward&since=1`);
    listener.socket.send('{"type":"ping"}');
    listener.socket.send("no frame");
    const { listeners } = await checkedCallAs<{ listeners: { connectionId: string }[] }>(
      token,
      "GET",
      `/api/endpoints/${id}/listeners`,
    );
    const connectionId = listeners[0]?.connectionId ?? "";
    await checkedCallAs(token, "GET", targets);
    await checkedCallAs(token, "GET", `/api/replay/preview/${requestId}`);
    await checkedCallAs(token, "POST", "/api/replay", { requestId, connectionId });
    await listener.take(1 + 1 + 100 + 2 + 1);
    for (const frame of listener.frames) expectFrame(frame);
    const types = new Set(listener.frames.map(({ type }) => type));
    expect([...types].toSorted()).toEqual(FRAMES);
    const path = `/api/endpoints/${id}/listeners/${connectionId}`;
    await checkedCallAs(token, "DELETE", path);
    await listener.closeCode();
    expect(await codeOf(checkedCallAs(token, "DELETE", path))).toBe("listener_not_found");
    await expectNoReplay(account, { requestId, connectionId });
  });

  const FRAMES = ["connected", "error", "gap", "new_request", "pong", "replay_request"];

  async function expectNoReplay(
    account: TestAccount,
    body: { requestId: string; connectionId: string },
  ) {
    const ghost = crypto.randomUUID();
    const ways = (requestId: string) => [
      checkedCallAs(account.token, "GET", `/api/replay/targets/${requestId}`),
      checkedCallAs(account.token, "GET", `/api/replay/preview/${requestId}`),
      checkedCallAs(account.token, "POST", "/api/replay", { ...body, requestId }),
    ];
    expect(await codeOf(checkedCallAs(account.token, "POST", "/api/replay", body))).toBe(
      "target_offline",
    );
    for (const way of ways(ghost)) expect(await codeOf(way)).toBe("request_not_found");
    await setPlan(account, "free");
    for (const way of ways(ghost)) expect(await codeOf(way)).toBe("plan_without_replay");
    const nowhere = `/api/endpoints/${ghost}/listeners`;
    for (const [method, path] of [
      ["GET", nowhere],
      ["DELETE", `${nowhere}/${ghost}`],
    ] as const) {
      expect(await codeOf(checkedCallAs(account.token, method, path))).toBe("endpoint_not_found");
    }
  }

  it("refused upgrades", async () => {
    const account = await newAccount("pro");
    const { id } = await newEndpoint(account);
    const [first, second] = [await newKey(account), await newKey(account)];
    expect(await codeOf(checkedCall("GET", at(id)))).toBe("not_a_websocket");
    expect(await refusal(id, "")).toBe("not_signed_in");
    expect(await refusal(id, `apikey=${first.key}&since=x`)).toBe("invalid_parameter");
    expect(await refusal(crypto.randomUUID(), `apikey=${first.key}`)).toBeUndefined();
    const browser = await signedInBrowser(account.email);
    const cookie = { cookie: browser.cookieHeader, origin: "https://elsewhere.test" };
    expect(await refusal(id, "", cookie)).toBe("wrong_origin");
    await setPlan(account, "plus");
    expect(await refusal(id, `apikey=${second.key}`)).toBe("key_suspended");
    for (let n = 0; n < 3; n++) await connect(id, first.key);
    expect(await refusal(id, `apikey=${first.key}`)).toBeUndefined();
    await setPlan(account, "free");
    expect(await refusal(id, `apikey=${first.key}`)).toBe("plan_without_keys");
  });
});

it("every reply that the document describes has been seen", () => {
  expectAllSeen(STORIES.listening);
});
