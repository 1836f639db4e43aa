import { describe, expect, it } from "vitest";
import { withinCalls } from "../e2e/support/wait.ts";
import { expectAccessible } from "./support/axe.ts";
import { useDashboard } from "./support/dashboard.ts";
import {
  loadToEnd,
  countReceived,
  hideTab,
  holdFrames,
  openLive,
  post,
  postMany,
  postSamples,
  seqsOf,
  watchShifts,
} from "./support/live.ts";
import { takeScreenshots } from "./support/screenshots.ts";

/**
 * What the dashboard promises: a webhook is on the screen within a second of its reply. That is how
 * many calls a quiet machine answers in that time.
 */
const SHOWN_WITHIN_CALLS = 40;

const dashboard = useDashboard();

describe("the live list", () => {
  it("explains how to send the first request, and shows it when it arrives", async () => {
    const { page, rows } = await openLive(dashboard);
    await page.getByText("Send your first webhook to orders").waitFor();
    await takeScreenshots(page, "live-none");
    await expectAccessible(page);
    await page.getByRole("button", { name: "Send test webhook" }).click();
    await rows.nth(0).getByText("order.paid").waitFor();
    await page.getByText("Send your first webhook to orders").waitFor({ state: "detached" });
  });

  it("shows a webhook within a second of its response", async () => {
    const { page, rows, address } = await openLive(dashboard);
    await post(address, "the first");
    await rows.getByText("the first").waitFor();
    // The page itself notes when the row is there.
    const shown = page.evaluate(
      () =>
        new Promise<void>((resolve) => {
          const isThere = () => document.body.textContent?.includes("the second") ?? false;
          new MutationObserver(() => isThere() && resolve()).observe(document.body, {
            subtree: true,
            childList: true,
            characterData: true,
          });
        }),
    );
    await page.evaluate(() => 0);
    await post(address, "the second");
    await withinCalls(dashboard.server, shown, "the webhook on the screen", SHOWN_WITHIN_CALLS);
  });

  it("lists the newest first, each with its method and type", async () => {
    const { page, rows, address } = await openLive(dashboard);
    await postSamples(address);
    await expect.poll(() => rows.count()).toBe(9);
    const texts = await rows.allInnerTexts();
    expect(texts.map((text) => text.replaceAll(/\s+/g, " "))).toEqual([
      'POST /github?delivery=72d3162e json {"action":"opened","number":7} 30 B now',
      "POST /feed xml <order id='7'/> 15 B now",
      "DELETE /orders/1041 no body now",
      expect.stringMatching(/^POST \/avatar png x+ 2\.3 KiB now$/),
      'PUT /orders/1042 json {"status":"shipped"} 20 B now',
      "POST /sms?from=%2B49170 form From=%2B49170&Body=Hello+there 30 B now",
      'POST /stripe json {"id":"evt_2","type":"charge.refunded"} 39 B now',
      'POST /stripe json {"id":"evt_1","type":"invoice.paid","data":{}} 46 B now',
      "GET /health no body now",
    ]);
    await page.getByText("9 requests", { exact: true }).waitFor();
    await takeScreenshots(page, "live");
    await expectAccessible(page);
  });

  it("escapes characters that would make a text look like another one", async () => {
    const { rows, address } = await openLive(dashboard);
    await post(address, "safe\u202Eexe.\u0007\u200B<img src=x onerror=alert(1)>");
    await rows.getByText("safe\\u202eexe.\\u0007\\u200b<img src=x onerror=alert(1)>").waitFor();
  });

  it("pauses, counts new requests, and shows them when resumed", async () => {
    const { page, rows, address } = await openLive(dashboard);
    await post(address, "before");
    await rows.getByText("before").waitFor();
    await page.keyboard.press("p");
    await post(address, "during 1");
    await post(address, "during 2");
    await page.getByText("Paused · 2 requests waiting").waitFor();
    expect(await rows.count()).toBe(1);
    await takeScreenshots(page, "live-paused");
    await expectAccessible(page);
    await page.getByRole("button", { name: "Resume" }).first().click();
    await expect.poll(() => seqsOf(rows)).toEqual([3, 2, 1]);
    await page.getByText("Paused").waitFor({ state: "detached" });
  });

  it("does not shift when it is paused on a small screen", async () => {
    const { page, rows, address } = await openLive(dashboard, {
      viewport: { width: 375, height: 812 },
    });
    await post(address, "before");
    await rows.getByText("before").waitFor();
    const place = await rows.nth(0).boundingBox();
    await page.getByRole("button", { name: "Pause" }).click();
    await page.getByText("Paused").first().waitFor();
    expect(await rows.nth(0).boundingBox()).toEqual(place);
  });

  it("keeps the visible rows in place, counts the new ones, and scrolls to them", async () => {
    const { page, rows, address } = await openLive(dashboard, {
      prepare: (at) => postMany(at, 300),
    });
    await page.mouse.move(200, 400);
    await page.mouse.wheel(0, 2_000);
    await page.getByText("request 260").waitFor();
    const topOf = (text: string) => rows.getByText(text, { exact: true }).boundingBox();
    const before = await topOf("request 260");
    const shifts = await watchShifts(page);
    await postMany(address, 200, (number) => `new ${number}`);
    await page.getByRole("button", { name: "200 new requests" }).waitFor();
    expect(await topOf("request 260")).toEqual(before);
    expect(await shifts()).toEqual([]);
    await takeScreenshots(page, "live-new-above");
    await expectAccessible(page);
    await page.getByRole("button", { name: "200 new requests" }).click();
    await expect.poll(async () => (await seqsOf(rows))[0]).toBe(500);
    await page.getByRole("button", { name: "200 new requests" }).waitFor({ state: "detached" });
  });

  it("counts all new requests even if many arrive between two frames", async () => {
    let received = () => 0;
    const { page, address } = await openLive(dashboard, {
      prepare: async (at, visitor) => {
        received = countReceived(visitor.page);
        await postMany(at, 300);
      },
    });
    await page.mouse.move(200, 400);
    await page.mouse.wheel(0, 2_000);
    await page.getByText("request 260").waitFor();
    const release = await holdFrames(page);
    await postMany(address, 200, (number) => `new ${number}`);
    await expect.poll(received).toBe(200);
    await release();
    await page.getByRole("button", { name: "200 new requests" }).waitFor();
  });

  it("counts requests in the title while the tab is in the background", async () => {
    const { page, rows, address } = await openLive(dashboard);
    await post(address, "the first");
    await rows.getByText("the first").waitFor();
    await hideTab(page);
    await postMany(address, 12);
    await expect.poll(() => page.title()).toBe("(12) orders · HookNexus");
  });

  it("counts requests in the title if the tab is left while a frame is pending", async () => {
    let received = () => 0;
    const { page, rows, address } = await openLive(dashboard, {
      prepare: async (at, visitor) => {
        received = countReceived(visitor.page);
        await post(at, "the first");
      },
    });
    await rows.getByText("the first").waitFor();
    await page.evaluate(() => (globalThis.requestAnimationFrame = () => 0));
    await post(address, "before it is left");
    await expect.poll(received).toBe(1);
    await hideTab(page);
    await postMany(address, 12);
    await expect.poll(() => page.title()).toBe("(13) orders · HookNexus");
  });

  it("causes no layout shift while requests arrive", async () => {
    const { page, rows, address } = await openLive(dashboard);
    await post(address, "the first");
    await rows.getByText("the first").waitFor();
    const shifts = await watchShifts(page);
    // More than fit, so that the list begins to scroll meanwhile.
    await postMany(address, 150, undefined, 4);
    await expect.poll(async () => (await seqsOf(rows))[0]).toBe(151);
    expect(await shifts()).toEqual([]);
  });

  it("loads older requests while scrolling, down to the first", async () => {
    const { page, rows } = await openLive(dashboard, { prepare: (at) => postMany(at, 450) });
    await loadToEnd(page, rows);
    await page.getByText("No more requests").waitFor();
    await page.getByText("450 requests", { exact: true }).waitFor();
  });
});
