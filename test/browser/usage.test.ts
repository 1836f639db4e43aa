import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { createClient } from "../../src/client/index.ts";
import { expectAccessible } from "./support/axe.ts";
import { useDashboard } from "./support/dashboard.ts";
import { takeScreenshots } from "./support/screenshots.ts";

const USAGE = "/settings/usage";

const dashboard = useDashboard();

async function post(url: string, count: number): Promise<void> {
  for (let n = 0; n < count; n++) await fetch(url, { method: "POST", body: "x" });
}

function bannerOf(page: Page) {
  return page.getByRole("complementary", { name: "Plan limit" });
}

describe("plan and usage", () => {
  it("shows the usage, when the day resets, and the plan's limits", async () => {
    const { page, client } = await dashboard.visit({ path: null });
    const { url } = await client.endpoints.create({ isPermanent: true });
    await client.keys.create({ name: "ci" });
    await post(url, 3);
    await page.goto(dashboard.origin + USAGE);
    await page.getByText("3 of 100,000").waitFor();
    await page.getByText("at 00:00 UTC").waitFor();
    const values = await page
      .getByRole("progressbar")
      .evaluateAll((all) => all.map((meter) => meter.getAttribute("aria-valuetext")));
    expect(values).toEqual(["3 of 100,000", "1 of 50", "1 of 50", "1 of 10"]);
    await page.getByText("5 GiB, then the oldest requests are deleted").waitFor();
    await page.getByText("90 days", { exact: true }).waitFor();
    expect(await page.getByRole("heading", { name: "Subscription" }).count()).toBe(0);
    await takeScreenshots(page, "usage");
    await expectAccessible(page);
  });

  it("shows the subscription if there is one, and unlimited values as such", async () => {
    const { account, page } = await dashboard.visit({ path: null, plan: "team" });
    const operator = createClient({ url: dashboard.origin, token: dashboard.server.adminToken });
    const subscription = {
      status: "active",
      billingCycle: "yearly",
      currentPeriodStart: "2026-03-01T12:00:00Z",
      currentPeriodEnd: "2027-03-01T12:00:00Z",
    } as const;
    await operator.admin.changeAccount(account.id, { subscription });
    await page.goto(dashboard.origin + USAGE);
    await page.getByText("1 March 2026 to 1 March 2027").waitFor();
    await page.getByText("0, no limit").waitFor();
    await takeScreenshots(page, "usage-team");
    await expectAccessible(page);
  });
});

describe("the limit banner", () => {
  it("appears near the daily limit, can be dismissed for the day, and is back at the limit", async () => {
    const { page, client } = await dashboard.visit({ path: null, plan: "free" });
    const { id, url } = await client.endpoints.create();
    await post(url, 79);
    await page.goto(dashboard.origin);
    await page.getByText("79 of 100 requests today").waitFor();
    expect(await bannerOf(page).count()).toBe(0);

    await post(url, 1);
    await page.reload();
    await bannerOf(page).getByText("You have used 80 of today’s 100 requests.").waitFor();
    await page.getByText("80 of 100 requests today").waitFor();
    await takeScreenshots(page, "banner-near");
    await expectAccessible(page);
    await page.getByRole("button", { name: "Dismiss for today" }).click();
    await bannerOf(page).waitFor({ state: "detached" });
    await page.reload();
    await page.getByText("80 of 100 requests today").waitFor();
    expect(await bannerOf(page).count()).toBe(0);

    await post(url, 20);
    await page.goto(`${dashboard.origin}/endpoints/${id}`);
    await bannerOf(page).getByText("You have used today’s 100 requests.").waitFor();
    await page.getByRole("region", { name: "This endpoint" }).waitFor();
    const room = await page
      .getByRole("main")
      .evaluate((main) => [main.getBoundingClientRect().bottom, innerHeight]);
    expect(room[0]).toBe(room[1]);
    await takeScreenshots(page, "banner-reached");
    await expectAccessible(page);
    await bannerOf(page).getByRole("link", { name: "Plan and usage" }).click();
    await page.getByText("100 of 100").waitFor();
    await takeScreenshots(page, "usage-reached");
    await expectAccessible(page);
  });

  it("appears when all endpoints of the plan are in use, and disappears when one is deleted", async () => {
    const { page, client } = await dashboard.visit({ path: null, plan: "free" });
    for (let n = 0; n < 2; n++) await client.endpoints.create();
    await page.goto(dashboard.origin);
    await page.getByText("2 active").waitFor();
    expect(await bannerOf(page).count()).toBe(0);
    await page.getByRole("button", { name: "New endpoint" }).click();
    await page.getByRole("button", { name: "Create endpoint" }).click();
    await bannerOf(page).getByText("All 3 endpoints in your plan are in use.").waitFor();
    await page
      .getByRole("button", { name: /^Delete / })
      .first()
      .click();
    await page.getByRole("button", { name: "Delete endpoint" }).click();
    await bannerOf(page).waitFor({ state: "detached" });
  });
});
