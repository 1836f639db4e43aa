import { describe, expect, it, onTestFinished } from "vitest";
import { callAs, json } from "../e2e/support/api.ts";
import { TestServer } from "../e2e/support/server.ts";
import { connect, type TestSocket } from "../e2e/support/socket.ts";
import { expectAccessible } from "./support/axe.ts";
import { Dashboard, useDashboard } from "./support/dashboard.ts";
import { openLive, post, postMany, seqsOf, stateIs } from "./support/live.ts";
import { takeScreenshots } from "./support/screenshots.ts";

const dashboard = useDashboard();

describe("the live screen explains why no requests appear", () => {
  it("while it is disconnected, and then shows each missed request once", async () => {
    const server = await TestServer.start();
    onTestFinished(() => server.remove());
    const ofServer = new Dashboard(server);
    const { page, rows, address } = await openLive(ofServer);
    await post(address, "before");
    await rows.getByText("before").waitFor();
    await server.kill();
    await page.getByText("Disconnected.", { exact: true }).waitFor();
    await page.getByText(/Retrying/).waitFor();
    await takeScreenshots(page, "live-disconnected");
    await expectAccessible(page);

    const held = Promise.withResolvers<void>();
    await page.route(/\/requests\?.*after=/, async (route) => {
      await held.promise;
      await route.continue();
    });
    // Else it could be back between two of those that it is to miss.
    await page.context().setOffline(true);
    await server.start();
    // More than the socket brings of what was missed: the rest is fetched page by page.
    await postMany(address, 250);
    await page.context().setOffline(false);
    await page
      .getByRole("button", { name: "Reconnect now" })
      .click({ timeout: 1_000 })
      .catch(() => {});
    await stateIs(page, "Catching up");
    await page.getByText("Loading missed requests…").waitFor();
    await takeScreenshots(page, "live-catching-up");
    await expectAccessible(page);
    held.resolve();
    await stateIs(page, "Live");
    await page.getByText("251 requests", { exact: true }).waitFor();
    await page.getByText("Disconnected.", { exact: true }).waitFor({ state: "detached" });
    // All the way down, a screenful at a time.
    await page.getByRole("listbox").focus();
    await page.keyboard.press("Home");
    const seen = new Set<number>();
    for (let active = 251; ; active = Math.max(1, active - 10)) {
      await page.locator(`[data-seq="${active}"]`).waitFor();
      const inSight = await seqsOf(rows);
      expect(new Set(inSight).size).toBe(inSight.length);
      for (const seq of inSight) seen.add(seq);
      if (active === 1) break;
      await page.keyboard.press("PageDown");
    }
    expect(seen.size).toBe(251);
    // Each once: a row has one place of its own.
    expect(await rows.nth(0).getAttribute("aria-setsize")).toBe("251");
    await ofServer.endVisits();
  });

  it("at the connection limit, with the listeners, and connects when one is disconnected", async () => {
    const sockets: TestSocket[] = [];
    const { page, client, endpoint, rows, address } = await openLive(dashboard, {
      plan: "plus",
      state: "Not connected",
      prepare: async (_, { client: account, endpoint: { id } }) => {
        const { key } = await account.keys.create({ name: "ci-runner" });
        for (let place = 1; place <= 3; place++) {
          sockets.push(await connect(dashboard.server, id, key));
        }
      },
    });
    await page.getByText("All 3 connections are in use.").waitFor();
    await page.getByText("3 of 3 listeners").waitFor();
    const holders = page.getByRole("list", { name: "Connected listeners" }).getByRole("listitem");
    await expect.poll(() => holders.allInnerTexts()).toHaveLength(3);
    expect((await holders.nth(0).innerText()).replaceAll(/\s+/g, " ")).toMatch(
      /^API key ci-runner .*since (?:now|\d+ s ago) Disconnect$/,
    );
    await takeScreenshots(page, "live-limit");
    await expectAccessible(page);

    const shown = (await client.listeners.list(endpoint.id)).listeners[0]?.connectionId;
    await holders.nth(0).getByRole("button", { name: "Disconnect API key ci-runner" }).click();
    await stateIs(page, "Live");
    await page.getByText("All 3 connections").waitFor({ state: "detached" });
    const { listeners } = await client.listeners.list(endpoint.id);
    expect(listeners.map(({ connectionId }) => connectionId)).not.toContain(shown);
    expect(listeners.filter(({ clientType }) => clientType === "web")).toHaveLength(1);
    await post(address, "through the freed place");
    await rows.getByText("through the freed place").waitFor();
    for (const socket of sockets) socket.reset();
  });

  it("after somebody disconnected it, and reconnects on request", async () => {
    const { page, client, endpoint, rows, address } = await openLive(dashboard);
    const { listeners } = await client.listeners.list(endpoint.id);
    await client.listeners.disconnect(endpoint.id, listeners[0]?.connectionId ?? "");
    await page.getByText("This page was disconnected").waitFor();
    await post(address, "meanwhile");
    await page.getByRole("button", { name: "Reconnect" }).click();
    await rows.getByText("meanwhile").waitFor();
    await stateIs(page, "Live");
  });

  it("after the endpoint is deleted", async () => {
    const { page, client, endpoint, rows, address } = await openLive(dashboard);
    await post(address, "the last one");
    await rows.getByText("the last one").waitFor();
    await client.endpoints.delete(endpoint.id);
    await page.getByText("This endpoint no longer exists.").waitFor();
    expect(await rows.count()).toBe(1);
    await takeScreenshots(page, "live-gone");
    await expectAccessible(page);
  });

  it("while the endpoint is paused, and resumes it", async () => {
    const { page, rows, address } = await openLive(dashboard, {
      prepare: (_, { client, endpoint }) =>
        client.endpoints.update(endpoint.id, { isPaused: true }),
    });
    await expect(post(address, "refused")).rejects.toThrow(/^403/);
    await page.getByText("This endpoint is paused.").waitFor();
    await takeScreenshots(page, "live-endpoint-paused");
    await expectAccessible(page);
    await page.getByRole("button", { name: "Resume receiving" }).click();
    await page.getByText("This endpoint is paused.").waitFor({ state: "detached" });
    await post(address, "let in");
    await rows.getByText("let in").waitFor();
  });

  it("if the endpoint is beyond the plan's limit", async () => {
    const { page, address } = await openLive(dashboard, {
      plan: "plus",
      // The endpoint of this screen is the account's last: of four, free includes three.
      before: async ({ client }) => {
        for (let count = 1; count <= 3; count++) await client.endpoints.create();
      },
      prepare: async (_, { account: { id } }) => {
        const { server } = dashboard;
        const path = `/api/admin/accounts/${id}`;
        await json(await callAs(server, server.adminToken, "PATCH", path, { plan: "free" }));
      },
    });
    await expect(post(address, "refused")).rejects.toThrow(/^403/);
    await page.getByText("This endpoint is beyond your plan's limit").waitFor();
    await expectAccessible(page);
  });
});
