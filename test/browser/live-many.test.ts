import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { useSharedServer } from "../e2e/support/shared-server.ts";
import { Dashboard } from "./support/dashboard.ts";
import { openLive, postMany, seqsOf, watchShifts, type LiveVisitor } from "./support/live.ts";
import { longestFrame } from "./support/frames.ts";
import { takeScreenshots } from "./support/screenshots.ts";

const REQUESTS = 10_000;

/** What the dashboard promises: no frame takes the page longer, whatever is scrolled through. */
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

/** Scrolls from one share of the list's height to another, each frame by more than is in sight. */
async function scroll(page: Page, from: number, to: number): Promise<void> {
  await page.getByRole("listbox").evaluate(
    (list, share) =>
      new Promise<void>((resolve) => {
        const scroller = list.parentElement;
        if (!scroller) throw new Error("The list has nothing to scroll in.");
        const height = scroller.scrollHeight - scroller.clientHeight;
        const frames = Math.ceil(
          (Math.abs(share.to - share.from) * height) / (3 * scroller.clientHeight),
        );
        let frame = 0;
        const step = () => {
          scroller.scrollTop = (share.from + ((share.to - share.from) * frame) / frames) * height;
          if (frame++ === frames) resolve();
          else requestAnimationFrame(step);
        };
        requestAnimationFrame(step);
      }),
    { from, to },
  );
}

describe("a list of 10,000 requests", () => {
  it("is loaded to its end while scrolling", async () => {
    const { page, rows } = live;
    await page.getByText("10,000 requests", { exact: true }).waitFor();
    await page.getByRole("listbox").focus();
    await expect
      .poll(async () => {
        await page.keyboard.press("End");
        return (await seqsOf(rows)).at(-1);
      })
      .toBe(1);
    expect(await rows.count()).toBeLessThan(100);
  });

  it("scrolls without a frame of more than 50 ms", async () => {
    const { page, rows } = live;
    const longest = await longestFrame(page, () => scroll(page, 1, 0));
    expect(longest).toBeLessThanOrEqual(MAX_FRAME_MS);
    await expect.poll(async () => (await seqsOf(rows))[0]).toBe(REQUESTS);
  });

  it("adds new requests without a frame of more than 50 ms and without a layout shift", async () => {
    const { page, rows, address } = live;
    const shifts = await watchShifts(page);
    const longest = await longestFrame(page, () => postMany(address, 100, undefined, 4));
    expect(longest).toBeLessThanOrEqual(MAX_FRAME_MS);
    await expect.poll(async () => (await seqsOf(rows))[0]).toBeGreaterThan(REQUESTS);
    expect(await shifts()).toEqual([]);
    await takeScreenshots(page, "live-many");
  });
});
