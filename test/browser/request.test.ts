import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { Locator } from "playwright-core";
import { describe, expect, it } from "vitest";
import { expectAccessible } from "./support/axe.ts";
import { useDashboard } from "./support/dashboard.ts";
import { onePixelPng } from "./support/png.ts";
import {
  copied,
  JSON_TYPE,
  PULL_REQUEST,
  visitRequests,
  type RequestVisitor,
} from "./support/request-visit.ts";
import { takeScreenshots } from "./support/screenshots.ts";

const dashboard = useDashboard();

const topOf = async (place: Locator) => (await place.boundingBox())?.y ?? Number.NaN;

const rows = ({ pane }: RequestVisitor) => pane.getByRole("treeitem").allInnerTexts();

describe("a request's body", () => {
  it("shows JSON as a tree, with numbers to the last digit", async () => {
    const visitor = await visitRequests(dashboard);
    await visitor.show(await visitor.post({ body: PULL_REQUEST, headers: JSON_TYPE }));
    await expect.poll(() => rows(visitor)).toContain('"number": 9007199254740993');
    expect(await rows(visitor)).toContain('"login": "octocat"');
  });

  it("shows every other kind by its type", async () => {
    const visitor = await visitRequests(dashboard);
    const { pane, post, show } = visitor;
    await show(
      await post({
        body: '<order id="1"><total>29.90</total></order>',
        headers: { "content-type": "application/xml" },
      }),
    );
    await expect.poll(() => rows(visitor)).toContain("<total>29.90</total>");

    await show(
      await post({
        body: "name=J%C3%BCrgen+K&name=2",
        headers: { "content-type": "application/x-www-form-urlencoded" },
      }),
    );
    await pane.getByRole("row", { name: "name Jürgen K" }).waitFor();

    const form = new FormData();
    form.set("note", "hello");
    form.set("picture", new File([onePixelPng().slice()], "dot.png"));
    const multipart = new Response(form);
    await show(
      await post({
        body: await multipart.bytes(),
        headers: { "content-type": multipart.headers.get("content-type") ?? "" },
      }),
    );
    await pane.getByText("dot.png").waitFor();
    await pane.getByText("1 × 1 px").waitFor();

    await show(await post({ body: onePixelPng(), headers: { "content-type": "text/html" } }));
    await pane.getByRole("img", { name: "Body of the request" }).waitFor();

    await show(await post({ body: Uint8Array.of(0, 255, 254, 65) }));
    await pane.getByText("00 ff fe 41").waitFor();

    await show(await post({ method: "DELETE" }));
    await pane.getByRole("heading", { name: "No body" }).waitFor();
  });

  it("loads 2 MiB on request, or saves them, byte for byte", async () => {
    const { page, pane, post, show } = await visitRequests(dashboard);
    const body = randomBytes(1024 * 1024).toString("hex");
    const id = await post({ body, headers: { "content-type": "text/plain" } });
    const fetched: string[] = [];
    page.on("request", (request) => fetched.push(new URL(request.url()).pathname));
    await show(id);
    await pane.getByText("This body is 2.0 MiB").waitFor();
    await takeScreenshots(page, "request-large");
    await expectAccessible(page);
    expect(fetched).not.toContain(`/api/requests/${id}/body`);

    const downloading = page.waitForEvent("download");
    await pane.getByRole("link", { name: "Download" }).click();
    const saved = await (await downloading).path();
    expect((await readFile(saved)).equals(Buffer.from(body))).toBe(true);

    await pane.getByRole("button", { name: "Show body" }).click();
    await pane.getByText(body.slice(0, 60)).waitFor();
    expect(
      await pane.getByRole("region", { name: "Raw body" }).locator("code").count(),
    ).toBeLessThan(200);
  });
});

describe("a request's parts", () => {
  it("show everything received, are accessible in both themes, and can be copied", async () => {
    const { client, endpoint, page, pane, post, show } = await visitRequests(dashboard);
    const id = await post({
      below: "/hooks/github?delivery=7&delivery=8&q=%C3%BC",
      body: PULL_REQUEST,
      headers: {
        ...JSON_TYPE,
        "user-agent": "GitHub-Hookshot/044aadd",
        "x-github-event": "pull_request",
      },
    });
    await show(id);
    const row = await client.requests.get(id);
    await pane.getByText("#1", { exact: true }).waitFor();
    const heading = pane.getByRole("heading", { level: 2 }).first();
    expect(await heading.innerText()).toMatch(/POST\n.*\/hooks\/github\?delivery=7/);
    for (const fact of ["GitHub-Hookshot/044aadd", id, row.ip ?? "", `${row.size} B`]) {
      await pane.getByText(fact, { exact: true }).waitFor();
    }
    await pane.getByText(row.created_at.replace("T", " ").slice(0, -1)).waitFor();
    await expectAccessible(page);
    await takeScreenshots(page, "request-body");

    await pane.getByRole("tab", { name: `Headers ${row.raw_headers.length}` }).click();
    await pane.getByRole("row", { name: "x-github-event pull_request" }).waitFor();
    await expectAccessible(page);
    await takeScreenshots(page, "request-headers");

    await pane.getByRole("tab", { name: "Query 3" }).click();
    await pane.getByRole("row", { name: "q ü" }).waitFor();
    await expectAccessible(page);
    await takeScreenshots(page, "request-query");

    await pane.getByRole("tab", { name: "Raw" }).click();
    await pane.getByRole("region", { name: "Raw request" }).waitFor();
    await expectAccessible(page);
    await takeScreenshots(page, "request-raw");
    await pane.getByRole("button", { name: "Copy", exact: true }).click();
    const path = `/h/${endpoint.id}/hooks/github?delivery=7&delivery=8&q=%C3%BC`;
    const headers = row.raw_headers.map(([name, value]) => `${name}: ${value}`);
    await expect
      .poll(() => copied(page))
      .toBe([`POST ${path}`, ...headers, "", PULL_REQUEST].join("\n"));

    await pane.getByRole("tab", { name: "Signature" }).click();
    await expectAccessible(page);

    await pane.getByRole("button", { name: "Copy path" }).click();
    await expect.poll(() => copied(page)).toBe(path);
    await pane.getByRole("button", { name: "Copy request ID" }).click();
    await expect.poll(() => copied(page)).toBe(id);
    await pane.getByRole("button", { name: "Copy link" }).click();
    await expect.poll(() => copied(page)).toBe(page.url());
  });

  it("show the time in the reader's time zone and in UTC", async () => {
    const { client, pane, post, show } = await visitRequests(dashboard, {
      timezoneId: "Asia/Kolkata",
    });
    const id = await post({ body: "x" });
    const { created_at } = await client.requests.get(id);
    await show(id);
    const local = new Date(Date.parse(created_at) + 5.5 * 3_600_000).toISOString();
    const written = (iso: string) => iso.replace("T", " ").slice(0, -1);
    await pane.getByText(written(local), { exact: true }).waitFor();
    await pane.getByText(`${written(created_at)} UTC`).waitFor();
  });

  it("keep the chosen tab from request to request", async () => {
    const { pane, post, show } = await visitRequests(dashboard);
    const ids = [await post({ below: "/one?a=1" }), await post({ below: "/two?b=2" })];
    await show(ids[1] ?? "");
    await pane.getByRole("tab", { name: "Query" }).click();
    await pane.getByRole("button", { name: "Older request" }).click();
    await pane.getByRole("row", { name: "a 1" }).waitFor();
    await pane.getByRole("button", { name: "Newer request" }).click();
    await pane.getByRole("row", { name: "b 2" }).waitFor();
  });
});

describe("a request that can't be shown", () => {
  it("is reported as not found if it was deleted, belongs to another endpoint, or never existed", async () => {
    const { client, page, pane, post } = await visitRequests(dashboard);
    const id = await post({ body: "x" });
    await client.requests.delete(id);
    const other = await client.endpoints.create();
    for (const path of [
      `/endpoints/${other.id}?request=${id}`,
      `/endpoints/${other.id}?request=${encodeURIComponent("../endpoints")}`,
    ]) {
      await page.goto(dashboard.origin + path);
      await pane.getByRole("heading", { name: "Request not found" }).waitFor();
    }
    await takeScreenshots(page, "request-gone");
    await expectAccessible(page);
    await pane.getByRole("button", { name: "Close", exact: true }).click();
    await pane.waitFor({ state: "detached" });
  });

  it("has a placeholder while it loads, so that nothing shifts", async () => {
    const { page, pane, post, show } = await visitRequests(dashboard);
    const id = await post({ body: PULL_REQUEST, headers: JSON_TYPE });
    const held: number[] = [];
    await page.route("**/api/requests/*", async (route) => {
      const places = pane.getByRole("status", { name: "Loading" });
      await places.last().waitFor();
      for (const place of await places.all()) held.push(await topOf(place));
      await route.continue();
    });
    await show(id);
    const parts = [
      pane.getByRole("heading", { level: 2 }),
      pane.getByRole("group", { name: "Actions" }),
      pane.locator("dl"),
      pane.getByRole("region", { name: "Body" }),
    ];
    const tops = await Promise.all(parts.map(topOf));
    const offs = held.map((top, at) => Math.abs(top - (tops[at] ?? Number.NaN)));
    expect(Math.max(...offs)).toBeLessThanOrEqual(1);
  });

  it("loads as soon as the network is back", async () => {
    const { context, page, pane, post, show } = await visitRequests(dashboard);
    await post({ below: "/first" });
    await show(await post({ below: "/second" }));
    await context.setOffline(true);
    await pane.getByRole("button", { name: "Older request" }).click();
    await pane.getByText("You are offline.").waitFor();
    await expectAccessible(page);
    await context.setOffline(false);
    await pane.getByRole("heading", { name: "/first" }).waitFor();
  });
});
