import { describe, expect, it } from "vitest";
import { expectAccessible } from "./support/axe.ts";
import { useDashboard } from "./support/dashboard.ts";
import { openLive, post, postSamples, seqsOf } from "./support/live.ts";
import { takeScreenshots } from "./support/screenshots.ts";

const dashboard = useDashboard();

describe("filtering", () => {
  it("applies text to stored and new requests, and is kept in the URL", async () => {
    const { page, rows, address, context } = await openLive(dashboard, { prepare: postSamples });
    await page.keyboard.press("/");
    await page.keyboard.type("STRIPE");
    await page.getByText("2 matches", { exact: true }).waitFor();
    expect(await seqsOf(rows)).toEqual([3, 2]);
    expect(new URL(page.url()).search).toBe("?q=STRIPE");

    await post(address, "unrelated");
    await post(address, "this names stripe");
    await page.getByText("3 matches", { exact: true }).waitFor();
    expect(await seqsOf(rows)).toEqual([11, 3, 2]);

    const { pathname, search } = new URL(page.url());
    const second = await dashboard.open(context, pathname + search);
    await second.getByText("3 matches", { exact: true }).waitFor();
    expect(await seqsOf(second.getByRole("listbox").getByRole("option"))).toEqual([11, 3, 2]);
    expect(await second.getByRole("searchbox").inputValue()).toBe("STRIPE");
  });

  it("applies a method, and one Back clears it", async () => {
    const { page, rows, address } = await openLive(dashboard, { prepare: postSamples });
    await page.getByRole("combobox", { name: "Method" }).selectOption("PUT");
    await page.getByText("1 match", { exact: true }).waitFor();
    await post(address, "a post");
    await post(address, "a put", { method: "PUT" });
    await page.getByText("2 matches", { exact: true }).waitFor();
    expect(await seqsOf(rows)).toEqual([11, 5]);
    await takeScreenshots(page, "live-filtered");
    await expectAccessible(page);
    await page.goBack();
    await page.getByText("11 requests", { exact: true }).waitFor();
    expect(await page.getByRole("combobox", { name: "Method" }).inputValue()).toBe("");
    await page.goForward();
    await page.getByText("2 matches", { exact: true }).waitFor();
  });

  it("applies a time range from the URL, to the millisecond", async () => {
    const { page, rows, client, endpoint } = await openLive(dashboard, {
      prepare: async (at) => {
        for (const body of ["one", "two", "three", "four"]) await post(at, body);
      },
    });
    const { requests } = await client.requests.list(endpoint.id);
    const [since = "", until = ""] = [requests[2]?.created_at, requests[1]?.created_at];
    const range = new URLSearchParams({ since, until });
    // Two may have come in one millisecond.
    const within = requests.filter(({ created_at: at }) => at >= since && at <= until);
    expect(within.length).toBeGreaterThanOrEqual(2);
    await page.goto(`${dashboard.origin}/endpoints/${endpoint.id}?${range}`);
    await expect.poll(() => seqsOf(rows)).toEqual(within.map(({ seq }) => seq));
  });

  it("offers preset and custom ranges, and shows the chosen one", async () => {
    const { page, rows, address } = await openLive(dashboard, { prepare: postSamples });
    await page.getByRole("button", { name: "Time: Any time" }).click();
    await takeScreenshots(page, "live-time");
    await expectAccessible(page);
    const from = Date.now();
    await page.getByRole("button", { name: "Last hour" }).click();
    await page.getByRole("button", { name: /^Time: Since / }).waitFor();
    const since = Date.parse(new URL(page.url()).searchParams.get("since") ?? "");
    expect(Math.abs(from - 3_600_000 - since)).toBeLessThan(10_000);
    await page.getByText("9 matches", { exact: true }).waitFor();

    await page.getByRole("button", { name: /^Time: Since / }).click();
    await page.getByLabel("From").fill("2026-01-01T10:00:00");
    await page.getByLabel("To", { exact: true }).fill("2026-01-01T09:00:00");
    await page.getByRole("button", { name: "Apply" }).click();
    await page.getByText("The end must be after the start.").waitFor();
    await page.getByLabel("To", { exact: true }).fill("2026-01-01T12:30:00");
    await page.getByRole("button", { name: "Apply" }).click();
    await page.getByRole("button", { name: "Time: 1 Jan 10:00 – 12:30" }).waitFor();
    await page.getByText("No matching requests").waitFor();
    await post(address, "after the end");
    await takeScreenshots(page, "live-no-match");
    await expectAccessible(page);

    await page.getByRole("button", { name: "Clear filter" }).click();
    await expect.poll(() => rows.count()).toBe(10);
    expect(new URL(page.url()).search).toBe("");
  });

  it("ignores the invalid parts of a mistyped URL", async () => {
    const { page, rows } = await openLive(dashboard, {
      prepare: postSamples,
      query: "?method=put&since=yesterday&until=2026-01-31",
    });
    await page.getByText("1 match", { exact: true }).waitFor();
    expect(await seqsOf(rows)).toEqual([5]);
  });
});

describe("the keyboard", () => {
  const activeSeq = `document.getElementById(
    document.activeElement?.getAttribute("aria-activedescendant") ?? "")?.dataset.seq`;

  it("moves in the list, opens and closes requests", async () => {
    const { page, rows, client } = await openLive(dashboard, { prepare: postSamples });
    await rows.nth(8).waitFor();
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    await page.keyboard.press("ArrowDown");
    expect(await page.evaluate(activeSeq)).toBe("7");
    await page.keyboard.press("k");
    await page.keyboard.press("ArrowUp");
    expect(await page.evaluate(activeSeq)).toBe("9");
    await page.keyboard.press("End");
    expect(await page.evaluate(activeSeq)).toBe("1");
    await page.keyboard.press("Home");
    await page.keyboard.press("Enter");
    const openId = () => new URL(page.url()).searchParams.get("request") ?? "";
    expect((await client.requests.get(openId())).seq).toBe(9);
    await page.getByRole("region", { name: "Request", exact: true }).getByText("#9").waitFor();
    await takeScreenshots(page, "live-open");
    await expectAccessible(page);

    // While one is open, the one that the keys are at is.
    const first = openId();
    await page.keyboard.press("j");
    await expect.poll(openId).not.toBe(first);
    expect((await client.requests.get(openId())).seq).toBe(8);
    expect(await rows.nth(1).getAttribute("aria-selected")).toBe("true");
    // The pane's own way leads to the next one as the keys do, and they go on from there.
    await page.getByRole("button", { name: "Older request" }).click();
    await expect.poll(async () => rows.nth(2).getAttribute("aria-selected")).toBe("true");
    await page.keyboard.press("j");
    await expect.poll(async () => rows.nth(3).getAttribute("aria-selected")).toBe("true");
    await page.keyboard.press("Escape");
    await expect.poll(openId).toBe("");
    await page.getByText("No request selected").waitFor();
    // Four were looked at, and one step back is before both.
    await page.goForward();
    await expect.poll(openId).not.toBe("");
  });

  it("ignores shortcuts in text fields and when they are switched off", async () => {
    const { page, rows } = await openLive(dashboard, { prepare: postSamples });
    await rows.nth(8).waitFor();
    await page.keyboard.press("/");
    await page.keyboard.type("jp");
    await page.keyboard.press("Escape");
    expect(await page.getByRole("searchbox").inputValue()).toBe("");
    expect(await page.getByText("Paused").count()).toBe(0);
    await page.keyboard.press("Escape");
    await page.keyboard.press("p");
    await page.getByText("Paused").first().waitFor();
    await page.keyboard.press("p");
    await page.getByText("Paused").first().waitFor({ state: "detached" });

    await page.getByRole("button", { name: "Keyboard shortcuts" }).click();
    await page.getByLabel("Single-letter shortcuts").uncheck();
    await takeScreenshots(page, "live-keys");
    await expectAccessible(page);
    await page.keyboard.press("Escape");
    await page.keyboard.press("p");
    await page.keyboard.press("j");
    expect(await page.evaluate(activeSeq)).toBe(undefined);
    expect(await page.getByText("Paused").count()).toBe(0);
  });
});

describe("an open request", () => {
  it("is opened by a click or by its URL, and its pane can be resized", async () => {
    const { page, rows } = await openLive(dashboard, { prepare: postSamples });
    await rows.nth(2).click();
    expect(await rows.nth(2).getAttribute("aria-selected")).toBe("true");
    await page.reload();
    await expect.poll(() => rows.nth(2).getAttribute("aria-selected")).toBe("true");
    const border = page.getByRole("separator", { name: "List width" });
    const width = async () => (await rows.nth(0).boundingBox())?.width ?? 0;
    const before = await width();
    await border.focus();
    await page.keyboard.press("ArrowLeft");
    await expect.poll(width).toBeLessThan(before);
    await page.reload();
    await rows.nth(0).waitFor();
    expect(await width()).toBeLessThan(before);
  });

  it("covers the list on a narrow screen, and Back returns to the same position", async () => {
    const { page, rows } = await openLive(dashboard, {
      prepare: postSamples,
      viewport: { width: 375, height: 500 },
    });
    await rows.nth(0).waitFor();
    const scroller = page.getByRole("listbox").locator("..");
    await scroller.evaluate((element) => (element.scrollTop = 150));
    await rows.getByText("/orders/1042").click();
    await rows.nth(0).waitFor({ state: "hidden" });
    await page.getByRole("region", { name: "Request", exact: true }).getByText("#5").waitFor();
    expect(await page.getByRole("searchbox").count()).toBe(0);
    await expectAccessible(page);
    await page.getByRole("button", { name: "Back to the list" }).click();
    await rows.getByText("/orders/1042").waitFor();
    expect(await scroller.evaluate((element) => element.scrollTop)).toBe(150);
    await page.goForward();
    await rows.nth(0).waitFor({ state: "hidden" });
    await page.goBack();
    await rows.getByText("/orders/1042").waitFor();
    expect(new URL(page.url()).search).toBe("");
  });
});
