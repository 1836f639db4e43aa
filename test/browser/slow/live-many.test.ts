import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { useSharedServer } from "../../e2e/support/shared-server.ts";
import { Dashboard } from "../support/dashboard.ts";
import {
  loadToEnd,
  openLive,
  postMany,
  scrollList,
  seqsOf,
  type LiveVisitor,
} from "../support/live.ts";
import { longestFrame } from "../support/frames.ts";

const REQUESTS = 10_000;

/** The dashboard promises that no frame takes the page longer. */
const MAX_FRAME_MS = 50;

const dashboard = new Dashboard(useSharedServer());
let live: LiveVisitor;

beforeAll(async () => {
  live = await openLive(dashboard, {
    plan: "team",
    prepare: (address) => postMany(address, REQUESTS, undefined, 48),
  });
});
afterEach(() => expect(live.page.isClosed()).toBe(false));
afterAll(async () => {
  await dashboard.endVisits();
});

describe("a list of 10,000 requests", () => {
  it("is loaded to its end", async () => {
    const { page, rows } = live;
    await page.getByText("10,000 requests", { exact: true }).waitFor();
    await loadToEnd(page, rows);
  });

  it("scrolls without a frame of more than 50 ms", async () => {
    const { page, rows } = live;
    const longest = await longestFrame(page, () => scrollList(page, 1, 0));
    expect(longest).toBeLessThanOrEqual(MAX_FRAME_MS);
    await expect.poll(async () => (await seqsOf(rows))[0]).toBe(REQUESTS);
  });

  it("adds new requests without a frame of more than 50 ms", async () => {
    const { page, rows, address } = live;
    const longest = await longestFrame(page, () => postMany(address, 100, undefined, 4));
    expect(longest).toBeLessThanOrEqual(MAX_FRAME_MS);
    await expect.poll(async () => (await seqsOf(rows))[0]).toBeGreaterThan(REQUESTS);
  });
});
