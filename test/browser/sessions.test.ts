import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { tryToConnect, TestSocket } from "../e2e/support/socket.ts";
import { within } from "../e2e/support/wait.ts";
import { expectAccessible } from "./support/axe.ts";
import { useDashboard } from "./support/dashboard.ts";
import { takeScreenshots } from "./support/screenshots.ts";

const SESSIONS = "/settings/sessions";
const CREDENTIAL_REVOKED = 4401;

const dashboard = useDashboard();

function rowOf(page: Page, text: string) {
  return page
    .getByRole("list", { name: "Sessions" })
    .getByRole("listitem")
    .filter({ hasText: text });
}

/** One more browser of the same person, signed in by the code that is mailed. */
async function otherBrowser(email: string): Promise<Page> {
  const context = await dashboard.newContext({
    userAgent: "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:141.0) Gecko/20100101 Firefox/141.0",
  });
  const page = await dashboard.open(context, "/sign-in");
  await dashboard.signInByHand(page, email);
  await page.getByText("Receive your first webhook").waitFor();
  return page;
}

describe("the list of sessions", () => {
  it("distinguishes browsers from tokens, and marks the current session", async () => {
    const { page, account } = await dashboard.visit({ path: null });
    await otherBrowser(account.email);
    await page.goto(dashboard.origin + SESSIONS);
    await rowOf(page, "current").getByTitle("Chrome on Linux").waitFor();
    await rowOf(page, "Firefox on Windows").getByText("Browser", { exact: true }).waitFor();
    await rowOf(page, "Token").getByText("Unknown client").waitFor();
    await takeScreenshots(page, "sessions");
    await expectAccessible(page);
  });

  it("signs another browser out after a confirmation", async () => {
    const { page, account } = await dashboard.visit({ path: null });
    const other = await otherBrowser(account.email);
    await page.goto(dashboard.origin + SESSIONS);
    await page.getByRole("button", { name: "Revoke Firefox on Windows" }).click();
    await takeScreenshots(page, "sessions-revoke");
    await expectAccessible(page);
    await page.getByRole("button", { name: "Revoke", exact: true }).click();
    await page.getByText("It had no open connections.").waitFor();
    await page.getByRole("button", { name: "Done" }).click();
    await rowOf(page, "Firefox on Windows").waitFor({ state: "detached" });
    // Not a reload: the page may already be on its way to the sign-in page.
    const later = await dashboard.open(other.context(), "/");
    await later.waitForURL(/\/sign-in$/);
  });

  it("shows how many sockets of a token were closed", async () => {
    const { page, account, client } = await dashboard.visit({ path: SESSIONS });
    const { id } = await client.endpoints.create();
    const query = { token: account.token, client: "cli", mode: "listen" };
    const sockets = [1, 2].map(() => tryToConnect(dashboard.server, id, query));
    for (const socket of await Promise.all(sockets)) expect(socket).toBeInstanceOf(TestSocket);
    await page.getByRole("button", { name: "Revoke Unknown client" }).click();
    await page.getByRole("button", { name: "Revoke", exact: true }).click();
    await page.getByText("2 connections closed.").waitFor();
    await takeScreenshots(page, "sessions-revoked");
    await page.getByRole("button", { name: "Done" }).click();
    await rowOf(page, "Unknown client").waitFor({ state: "detached" });
    for (const socket of await Promise.all(sockets)) {
      if (!(socket instanceof TestSocket)) throw new Error("It was refused.");
      const code = await within(socket.closed, () => "the socket to close");
      expect(code).toBe(CREDENTIAL_REVOKED);
    }
  });

  it("signs out if the session is the current one", async () => {
    const { page, client } = await dashboard.visit({ path: SESSIONS });
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByText("This is your current session.").waitFor();
    await expectAccessible(page);
    await page.getByRole("dialog").getByRole("button", { name: "Sign out" }).click();
    await page.waitForURL(/\/sign-in$/);
    const { sessions } = await client.account.sessions();
    expect(sessions.map(({ kind }) => kind)).toEqual(["token"]);
  });
});
