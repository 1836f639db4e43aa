import { describe, expect, it } from "vitest";
import { connect } from "./support/test-listener.ts";
import {
  call,
  callAs,
  json,
  newAccount,
  newEndpoint,
  newKey,
  postWebhook,
} from "./support/world.ts";

describe("a webhook", () => {
  it("is stored, pushed and answered with its id", async () => {
    const account = await newAccount();
    const endpoint = await newEndpoint(account);
    const { key } = await newKey(account);
    const listener = await connect(endpoint.id, key);
    const reply = await postWebhook(endpoint.id, "hello");
    const [, frame] = await listener.take(2);
    expect(frame).toMatchObject({
      type: "new_request",
      timestamp: reply.timestamp,
      payload: { id: reply.id, seq: 1, body: "hello", method: "POST" },
    });
    const row = await json(await callAs(key, "GET", `/api/requests/${reply.id}`));
    expect(row).toMatchObject({ id: reply.id, endpoint_id: endpoint.id, body: "hello" });
    listener.close();
  });
});
