import { randomUUID } from "node:crypto";
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { endpointList } from "../../src/protocol/replies.ts";
import { callAs, json } from "../e2e/support/api.ts";
import { connect } from "../e2e/support/socket.ts";
import { expectAccessible } from "./support/axe.ts";
import { useDashboard, type Visitor } from "./support/dashboard.ts";
import { longestFrame } from "./support/frames.ts";
import { takeScreenshots } from "./support/screenshots.ts";

/* What the list shows of endpoints that are in use, and what can be done from it. */

const dashboard = useDashboard();

/** Without a list that is bounded it is seconds. */
const MAX_FRAME_MS = 400;

const item = (page: Page, name: string) => page.getByRole("listitem").filter({ hasText: name });

async function post(id: string): Promise<number> {
  return (await fetch(`${dashboard.origin}/h/${id}`, { method: "POST", body: "x" })).status;
}

async function setPlan({ account }: Visitor, plan: string): Promise<void> {
  const { server } = dashboard;
  const path = `/api/admin/accounts/${account.id}`;
  await json(await callAs(server, server.adminToken, "PATCH", path, { plan }));
}

describe("incoming requests", () => {
  it("are counted without a reload, and rendered only when the count changes", async () => {
    const { client, page } = await dashboard.visit({ path: null });
    const { id } = await client.endpoints.create({ alias: "orders" });
    for (let at = 0; at < 3; at++) await post(id);
    const lists: string[] = [];
    page.on("response", (response) => {
      if (response.url().endsWith("/api/endpoints")) lists.push(response.url());
    });
    await page.goto(dashboard.origin);
    await page
      .getByRole("img", { name: /^3 requests in the last 24 hours, most at \d\d:00$/ })
      .waitFor();
    // Every change of the drawing, from now on.
    const drawing = page.getByRole("img").locator("path");
    await drawing.evaluate((path) => {
      new MutationObserver(() => {
        const { dataset } = document.documentElement;
        dataset["drawn"] = String(Number(dataset["drawn"] ?? 0) + 1);
      }).observe(path, { attributes: true });
    });
    const drawn = () => page.evaluate(() => Number(document.documentElement.dataset["drawn"] ?? 0));
    const box = await item(page, "orders").boundingBox();
    const bar = await drawing.getAttribute("d");
    const asked = lists.length;
    await expect.poll(() => lists.length).toBeGreaterThan(asked);
    expect(await drawn()).toBe(0);

    await post(id);
    await item(page, "orders").getByText("4", { exact: true }).waitFor();
    await page.getByRole("img", { name: /^4 requests in the last 24 hours/ }).waitFor();
    expect(await drawing.getAttribute("d")).toBe(bar);
    expect(await item(page, "orders").boundingBox()).toEqual(box);
  });

  it("are refused for endpoints with the read-only badge", async () => {
    const visitor = await dashboard.visit({ path: null });
    const { client, page } = visitor;
    const made: { id: string; alias: string | null }[] = [];
    for (const alias of ["one", "two", "three", "four", "five"]) {
      made.push(await client.endpoints.create({ alias, isPermanent: alias === "one" }));
    }
    await client.endpoints.update(made[1]?.id ?? "", { isPaused: true });
    await setPlan(visitor, "free");
    await page.goto(dashboard.origin);
    await page.getByText("Your free plan includes 3 endpoints.").waitFor();
    for (const { id, alias } of made) {
      const refused = item(page, alias ?? "").getByText(/^(paused|read-only)$/);
      expect([alias, await post(id)]).toEqual([alias, (await refused.count()) > 0 ? 403 : 200]);
    }
    expect(await item(page, "one").getByText("read-only").count()).toBe(1);
    expect(await item(page, "three").getByText("read-only").count()).toBe(0);
    await takeScreenshots(page, "endpoints-read-only");
    await expectAccessible(page);
  });
});

describe("the plan's limit", () => {
  it("is announced when it is reached, with a link to upgrade", async () => {
    const { client, page } = await dashboard.visit({ path: null, plan: "free" });
    for (const alias of ["a", "b", "c"]) await client.endpoints.create({ alias });
    await page.goto(dashboard.origin);
    await page.getByText("All 3 endpoints in your free plan are in use.").waitFor();
    expect(await page.getByRole("button", { name: "New endpoint" }).isDisabled()).toBe(true);
    expect(await page.getByRole("link", { name: "compare plans" }).getAttribute("href")).toBe(
      "/pricing",
    );
    await expectAccessible(page);
    await page.getByRole("button", { name: "Delete b" }).click();
    await page.getByRole("button", { name: "Delete endpoint" }).click();
    await page.getByText("All 3 endpoints in your free plan").waitFor({ state: "detached" });
    expect(await page.getByRole("button", { name: "New endpoint" }).isEnabled()).toBe(true);
  });

  it("is explained when another endpoint should become permanent", async () => {
    const { client, page } = await dashboard.visit({ path: null, plan: "plus" });
    await client.endpoints.create({ alias: "first", isPermanent: true });
    await client.endpoints.create({ alias: "second" });
    await page.goto(dashboard.origin);
    await page.getByRole("button", { name: "Edit second" }).click();
    await page.getByText("1 of 1 used.").waitFor();
    await page.getByRole("switch", { name: "Permanent" }).check();
    await page.getByRole("button", { name: "Save" }).click();
    const refusal = page.getByRole("alert").filter({ hasText: "no more permanent endpoints" });
    await refusal.getByRole("link", { name: "See your usage" }).waitFor();
    await takeScreenshots(page, "endpoints-edit-refused");
    await expectAccessible(page);
  });
});

describe("an endpoint in the list", () => {
  it("is renamed by keyboard alone", async () => {
    const { client, page } = await dashboard.visit({ path: null });
    const { id } = await client.endpoints.create({ alias: "old name" });
    await page.goto(dashboard.origin);
    const edit = page.getByRole("button", { name: "Edit old name" });
    await edit.focus();
    await page.keyboard.press("Enter");
    const alias = page.getByLabel("Alias (optional)");
    await alias.waitFor();
    await takeScreenshots(page, "endpoints-edit");
    await expectAccessible(page);
    await page.keyboard.press("Escape");
    await alias.waitFor({ state: "detached" });
    await expect.poll(() => edit.evaluate((node) => node === document.activeElement)).toBe(true);

    await page.keyboard.press("Enter");
    await alias.waitFor();
    while (!(await alias.evaluate((node) => node === document.activeElement))) {
      await page.keyboard.press("Tab");
    }
    await page.keyboard.press("Control+A");
    await page.keyboard.type("new name");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Space");
    await page.keyboard.press("Enter");
    await page.getByText("Endpoint new name saved.").waitFor();
    await item(page, "new name").getByText("permanent").waitFor();
    expect(await client.endpoints.get(id)).toMatchObject({ alias: "new name", is_permanent: true });
  });

  it("is deleted with everything that the dialog listed", async () => {
    const { client, page } = await dashboard.visit({ path: null });
    const { id } = await client.endpoints.create({ alias: "busy" });
    const { key } = await client.keys.create({});
    const socket = await connect(dashboard.server, id, key);
    await socket.ping();
    for (let at = 0; at < 2; at++) await post(id);
    await page.goto(dashboard.origin);
    await page.getByRole("button", { name: "Delete busy" }).click();
    const said = "2 stored requests will be deleted, and 1 listener disconnected.";
    await page.getByText(said).waitFor();
    await takeScreenshots(page, "endpoints-delete");
    await expectAccessible(page);
    await page.getByRole("button", { name: "Delete endpoint" }).click();
    await page.getByText("Endpoint busy deleted.").waitFor();
    expect(await socket.closed).toBe(4404);
  });
});

describe("a thousand endpoints", () => {
  it("are listed quickly, and each is found by its alias or URL", async () => {
    const { client, page } = await dashboard.visit({ path: null, plan: "team" });
    await client.endpoints.create({ alias: "model" });
    const oldest = await serveMany(page, 1_000);
    await page.goto(dashboard.origin);
    await page.getByText("1,000 endpoints", { exact: true }).waitFor();
    await takeScreenshots(page, "endpoints-many");
    await expectAccessible(page);

    const filter = page.getByRole("searchbox", { name: "Filter by alias or URL" });
    await filter.fill(`${dashboard.origin}/h/${oldest.id}`);
    await page.getByText("1 of 1,000 endpoints").waitFor();
    await item(page, oldest.alias).waitFor();
    await filter.fill("nothing-like-it");
    await page.getByText("No endpoint matches").waitFor();
    await page.getByRole("button", { name: "Clear filter" }).click();

    const slowest = await longestFrame(page, async () => {
      for (const letters of ["h", "ho", "hoo", "hook", "hook-", "hook-7", "hook-77"]) {
        await filter.fill(letters);
      }
      await page.getByText("11 of 1,000 endpoints").waitFor();
    });
    expect(slowest).toBeLessThan(MAX_FRAME_MS);
    expect(new URL(page.url()).search).toBe("?q=hook-77");

    await filter.fill("");
    const shown = () => page.getByRole("listitem").count();
    const first = await shown();
    await page.keyboard.press("Tab");
    await page.keyboard.press("End");
    await expect.poll(shown).toBeGreaterThan(first);
  });
});

/*
 * To make a thousand takes the server a minute of each test run, and this is about the page: the
 * list that the server gives, its one row so often.
 */
async function serveMany(page: Page, count: number): Promise<{ id: string; alias: string }> {
  const list = await page.request.get(`${dashboard.origin}/api/endpoints`);
  const { endpoints, ...rest } = endpointList.parse(await list.json());
  const many = Array.from({ length: count }, (_, at) => ({
    ...endpoints[0],
    id: randomUUID(),
    alias: `hook-${count - 1 - at}`,
  }));
  await page.route("**/api/endpoints", (route) =>
    route.fulfill({ json: { ...rest, endpoints: many, total: count } }),
  );
  const last = many.at(-1);
  if (!last) throw new Error("There is no last one of none.");
  return last;
}
