import { describe, expect, it } from "vitest";
import { DEFAULT_PLANS } from "../../../../src/protocol/plans.ts";
import type { IncomingRequest } from "../../../../src/worker/hub/contract/requests.ts";
import { packRequests, unpackReply } from "../../../../src/worker/hub/contract/packing.ts";
import { hubOf, newAccount, newEndpoint, postWebhook } from "../../support/world.ts";

const { maxBodyBytes, maxDailyRequests } = DEFAULT_PLANS.free;

/** The id of an endpoint that accepts one webhook less than its plan allows per day. */
async function newInbox(): Promise<string> {
  const { id } = await newEndpoint(await newAccount("free"));
  // This configures the hub.
  await postWebhook(id, "first");
  return id;
}

/** Sends webhooks with bodies of these sizes to a hub, in one call. */
async function capture(id: string, sizes: readonly number[]) {
  const webhooks = sizes.map((size, index): IncomingRequest => {
    const body = new Uint8Array(size).fill(index);
    const path = `/h/${id}/${index}`;
    const nonce = crypto.randomUUID();
    return { nonce, method: "POST", path, rawQuery: "", headersJson: "[]", ip: null, body };
  });
  const { heads, bodies } = packRequests(webhooks);
  return unpackReply(await hubOf(id).captureOnce(heads, bodies)).results;
}

/** For each result: the last part of its request's path, or the reason why it was refused. */
function outcomesOf(id: string, results: Awaited<ReturnType<typeof capture>>) {
  return Promise.all(
    results.map(async (result) => {
      if (!result.ok) return result.reason;
      const stored = await hubOf(id).find(result.id);
      return stored?.path.split("/").at(-1);
    }),
  );
}

describe("webhooks that share a call to a hub", () => {
  it("each get their own result in order, even if some are refused", async () => {
    const id = await newInbox();
    const results = await capture(id, [
      10,
      maxBodyBytes + 1,
      0,
      10,
      maxBodyBytes + 1,
      maxBodyBytes,
    ]);
    const large = "payload_too_large";
    expect(await outcomesOf(id, results)).toEqual(["0", large, "2", "3", large, "5"]);
  });

  it("are stored in order, as far as the day's allowance goes", async () => {
    const id = await newInbox();
    const left = (maxDailyRequests ?? 0) - 1;
    const results = await capture(
      id,
      Array.from({ length: left + 3 }, () => 1),
    );
    const places = Array.from({ length: left }, (_, index) => String(index));
    const late = ["daily_limit", "daily_limit", "daily_limit"];
    expect(await outcomesOf(id, results)).toEqual([...places, ...late]);
  });

  it("may be an empty list", async () => {
    const id = await newInbox();
    expect(await capture(id, [])).toEqual([]);
  });
});
