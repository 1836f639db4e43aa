import { describe, expect, it } from "vitest";
import { expectAccessible } from "./support/axe.ts";
import { useDashboard } from "./support/dashboard.ts";
import { JSON_TYPE, PULL_REQUEST, visitRequests } from "./support/request-visit.ts";
import { takeScreenshots } from "./support/screenshots.ts";

const dashboard = useDashboard();

const CHANGED = PULL_REQUEST.replace("Count each", "Count every").replace(
  '"draft":false',
  '"draft":true,"milestone":"1.0"',
);

describe("comparing two requests", () => {
  it("suggests the previous request and marks each change by word and sign", async () => {
    const visitor = await visitRequests(dashboard, { viewport: { width: 1280, height: 800 } });
    const { page, pane, post, show } = visitor;
    const headers = { ...JSON_TYPE, "x-attempt": "1", "x-gone": "1" };
    const a = await post({ below: "/hook?try=1&same=1", body: PULL_REQUEST, headers });
    const later = { ...JSON_TYPE, "x-attempt": "2", "x-new": "1" };
    const b = await post({ below: "/hook?try=2&same=1", body: CHANGED, headers: later });
    await show(b);
    await pane.getByRole("button", { name: "Compare" }).click();
    const dialog = page.getByRole("dialog", { name: "Compare request #2 with" });
    await dialog.getByText("previous").waitFor();
    await takeScreenshots(page, "request-compare-with");
    await expectAccessible(page);
    await dialog.getByRole("link", { name: "#1" }).click();
    await page.waitForURL(new RegExp(`/compare\\?a=${a}&b=${b}$`));

    await page.getByRole("heading", { name: "#1 compared with #2" }).waitFor();
    await page.getByRole("row", { name: "try 1 2 changed" }).waitFor();
    await page.getByRole("row", { name: "x-attempt 1 2 changed" }).waitFor();
    await page.getByRole("row", { name: "x-gone 1 missing removed" }).waitFor();
    await page.getByRole("row", { name: "x-new missing 1 added" }).waitFor();
    expect(await page.getByRole("row", { name: "same 1" }).count()).toBe(0);
    const title = page.getByRole("row", { name: "Count each" });
    expect(await title.innerText()).toMatch(
      /−\s*removed[^]*Count each[^]*\+\s*added[^]*Count every/,
    );
    await takeScreenshots(page, "compare");
    await expectAccessible(page);

    await page.getByLabel("Show unchanged fields").check();
    await page.getByRole("row", { name: "same 1 1 same" }).waitFor();

    await page.setViewportSize({ width: 375, height: 812 });
    await page
      .getByRole("row", { name: "Count every" })
      .filter({ hasNotText: "Count each" })
      .waitFor();
    await expectAccessible(page);
    const isTooWide = await page.evaluate(
      () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
    );
    expect(isTooWide).toBe(false);

    await page.getByRole("link", { name: "Swap sides" }).click();
    await page.getByRole("heading", { name: "#2 compared with #1" }).waitFor();
    // Where the columns are one below the other, each says which it is.
    await page.getByRole("row", { name: /^x-new (Before )?1 (After )?missing removed$/ }).waitFor();
  });

  it("finds the other request by number and by id", async () => {
    const { page, post, show } = await visitRequests(dashboard);
    const ids: string[] = [];
    for (let number = 1; number <= 24; number++) ids.push(await post({ body: `${number}` }));
    await show(ids[23] ?? "");
    await page.keyboard.press("c");
    const sought = page.getByLabel("Number or ID");
    const links = page.getByRole("dialog").getByRole("link");
    const numbers = async () => (await links.allInnerTexts()).map((text) => text.split("\n")[0]);
    await expect.poll(() => links.count()).toBeGreaterThan(10);
    await sought.fill("2");
    await expect.poll(numbers).toEqual(["#2"]);
    await sought.fill(ids[0] ?? "");
    await expect.poll(numbers).toEqual(["#1"]);
    await sought.fill("999");
    await page.getByText("No request found.").waitFor();
    await sought.fill("#3");
    await page.getByRole("dialog").getByRole("link", { name: "#3" }).waitFor();
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "#3 compared with #24" }).waitFor();
  });

  it("shows where binary bodies first differ, and loads large ones on request", async () => {
    const { client, endpoint, page, post } = await visitRequests(dashboard);
    const body = Buffer.alloc(1_100_000, 255);
    const ids = [await post({ body }), await post({ body: Buffer.from(body).fill(1, 70_000) })];
    const compare = (a = "", b = "") =>
      page.goto(`${dashboard.origin}/endpoints/${endpoint.id}/compare?a=${a}&b=${b}`);
    await compare(ids[0], ids[1]);
    await page.getByRole("button", { name: "Compare bodies" }).click();
    await page.getByText("They first differ at byte offset 70,000").waitFor();
    await expectAccessible(page);
    await compare(ids[0], ids[0]);
    await page.getByRole("button", { name: "Compare bodies" }).click();
    await page.getByText("identical, 1,100,000 bytes").waitFor();
    await client.requests.delete(ids[1] ?? "");
    await compare(ids[0], ids[1]);
    await page.getByRole("heading", { name: "Request not found" }).waitFor();
    await takeScreenshots(page, "compare-gone");
    await expectAccessible(page);
  });

  it("folds unchanged lines and expands them", async () => {
    const { endpoint, page, post } = await visitRequests(dashboard);
    const lines = Array.from({ length: 60 }, (_, at) => `line ${at + 1}`);
    const a = await post({ body: lines.join("\n") });
    const b = await post({ body: lines.with(30, "another").join("\n") });
    await page.goto(`${dashboard.origin}/endpoints/${endpoint.id}/compare?a=${a}&b=${b}`);
    await page.getByRole("row", { name: "another" }).waitFor();
    expect(await page.getByText("line 1", { exact: true }).count()).toBe(0);
    await page.getByRole("button", { name: "27 unchanged lines" }).click();
    await page.getByRole("row", { name: "line 1 1 line 1" }).waitFor();
  });
});
