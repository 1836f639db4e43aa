import { describe, expect, it } from "vitest";
import { accepted, connect, upgrade } from "./support/test-listener.ts";
import { call, json, newAccount, newEndpoint, newKey } from "./support/world.ts";

async function newInbox() {
  const account = await newAccount();
  const { id } = await newEndpoint(account);
  const { key } = await newKey(account);
  return { account, id, key };
}

async function refusal(response: Response) {
  return { status: response.status, text: await response.text() };
}

describe("a handshake", () => {
  it("is refused with 401 if the credential is missing, mistyped or unknown", async () => {
    const { id, key } = await newInbox();
    const mistyped = key.slice(0, -1) + (key.endsWith("0") ? "1" : "0");
    const paths = [
      `/ws/${id}`,
      `/ws/${id}?apikey=`,
      `/ws/${id}?apikey=${mistyped}`,
      `/ws/${id}?token=nonsense`,
      `/ws/${crypto.randomUUID()}`,
    ];
    for (const path of paths) {
      expect(await json(await upgrade(path), 401)).toMatchObject({ code: "not_signed_in" });
    }
  });

  it("is refused with an empty 404 if the endpoint is not the account's", async () => {
    const { key } = await newInbox();
    const foreign = await newInbox();
    for (const id of [foreign.id, crypto.randomUUID(), "not-a-uuid"]) {
      const reply = await refusal(await upgrade(`/ws/${id}?apikey=${key}`));
      expect(reply).toEqual({ status: 404, text: "" });
    }
  });

  it("is required: a plain request gets 426", async () => {
    const { id, key } = await newInbox();
    const reply = await call(`/ws/${id}?apikey=${key}`);
    expect(await json(reply, 426)).toMatchObject({ code: "not_a_websocket" });
  });

  it("succeeds with a key or a token, in the query or in a header", async () => {
    const { account, id, key } = await newInbox();
    const both = { authorization: `Bearer ${account.token}` };
    const replies = [
      await upgrade(`/ws/${id}?apikey=${key}`),
      await upgrade(`/ws/${id}`, { authorization: `Bearer ${key}` }),
      await upgrade(`/ws/${id}?token=${account.token}&client=cli&mode=forward`, both),
    ];
    for (const reply of replies) (await accepted(reply)).close();
  });

  it("ignores an identity that the caller forges in a header", async () => {
    const { id, key } = await newInbox();
    const forged = encodeURIComponent(JSON.stringify({ identity: { credentialId: "x" } }));
    const reply = await upgrade(`/ws/${id}`, { "x-hooknexus-upgrade": forged });
    expect(reply.status).toBe(401);
    const listener = await connect(id, key);
    listener.close();
  });
});
