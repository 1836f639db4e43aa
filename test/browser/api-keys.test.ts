import { spawnSync } from "node:child_process";
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { connect, tryToConnect } from "../e2e/support/socket.ts";
import { within } from "../e2e/support/wait.ts";
import { expectAccessible } from "./support/axe.ts";
import { useDashboard } from "./support/dashboard.ts";
import { takeScreenshots } from "./support/screenshots.ts";
import { tracesOf } from "./support/traces.ts";

const KEYS = "/settings/keys";
const CREDENTIAL_REVOKED = 4401;

const dashboard = useDashboard();

/** Makes a key in the page, and leaves it open where it is shown. */
async function createKey(page: Page, name: string): Promise<string> {
  await page.getByRole("button", { name: "New key" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill(name);
  await page.getByRole("button", { name: "Create key" }).click();
  await page.getByRole("heading", { name: `New API key: ${name}` }).waitFor();
  return shownKey(page);
}

async function shownKey(page: Page): Promise<string> {
  return (await page.getByLabel("API key", { exact: true }).textContent()) ?? "";
}

async function store(page: Page): Promise<void> {
  await page.getByLabel("I've saved this key").check();
  await page.getByRole("button", { name: "Done" }).click();
  await page.getByText("I've saved this key").waitFor({ state: "detached" });
}

function rowOf(page: Page, name: string) {
  return page
    .getByRole("list", { name: "API keys" })
    .getByRole("listitem")
    .filter({ hasText: name });
}

describe("a key created in the dashboard", () => {
  it("connects, leaves no trace once saved, and loses its socket when revoked", async () => {
    const { client, page } = await dashboard.visit({ path: KEYS });
    const { id } = await client.endpoints.create({ alias: "orders" });
    await page.getByText("No API keys yet").waitFor();
    await takeScreenshots(page, "keys-none");
    await expectAccessible(page);

    const key = await createKey(page, "staging listener");
    expect(key).toMatch(/^hnx_[0-9A-Za-z]{38}$/);
    expect(await tracesOf(page, key)).toEqual(["document", "memory"]);
    await store(page);
    expect(await tracesOf(page, key)).toEqual([]);

    const socket = await connect(dashboard.server, id, key);
    await rowOf(page, "staging listener").getByText("active").waitFor();
    await page.getByRole("button", { name: "Revoke staging listener" }).click();
    await page.getByText("This can't be undone.").waitFor();
    await takeScreenshots(page, "keys-revoke");
    await expectAccessible(page);
    await page.getByRole("button", { name: "Revoke key" }).click();
    expect(await within(socket.closed, () => "the socket to close")).toBe(CREDENTIAL_REVOKED);
    await page.getByText("1 connection closed.").waitFor();
    await takeScreenshots(page, "keys-revoked");
    await expectAccessible(page);
    await page.getByRole("button", { name: "Done" }).click();
    await page.getByText("No API keys yet").waitFor();
    expect(await tryToConnect(dashboard.server, id, { apikey: key })).toMatchObject({
      status: 401,
    });
  });

  it("can't be lost by Escape, by a click outside or by Back", async () => {
    const { page } = await dashboard.visit();
    await page.getByRole("link", { name: "Settings" }).click();
    const key = await createKey(page, "ci");
    await takeScreenshots(page, "keys-fresh");
    await expectAccessible(page);
    await page.keyboard.press("Escape");
    await page.mouse.click(5, 5);
    expect(await shownKey(page)).toBe(key);
    expect(await page.getByRole("button", { name: "Done" }).isDisabled()).toBe(true);
    await page.goBack();
    await page.getByRole("heading", { name: "Endpoints" }).waitFor();
    await page.goForward();
    expect(await shownKey(page)).toBe(key);
    let asked = "";
    page.on("dialog", (dialog) => {
      asked = dialog.type();
      void dialog.dismiss();
    });
    await page.evaluate(() => location.reload());
    await expect.poll(() => asked).toBe("beforeunload");
    expect(await shownKey(page)).toBe(key);
    await store(page);
  });

  it("comes with commands that work unchanged", async () => {
    const { context, client, page } = await dashboard.visit({ path: null });
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    const { id, url } = await client.endpoints.create();
    await fetch(url, { method: "POST", body: "hello from a sender" });
    await page.goto(dashboard.origin + KEYS);
    const key = await createKey(page, "terminal");
    await page.getByRole("button", { name: "Copy key" }).click();
    await page.getByText("Copied").waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(key);
    const command = async (name: string) =>
      (await page.getByRole("region", { name }).textContent()) ?? "";
    const script = `${await command("environment variables")}\n${await command("curl command")}`;
    const run = spawnSync("sh", ["-c", script.replace("curl ", "curl -s ")], { encoding: "utf8" });
    expect(JSON.parse(run.stdout)).toMatchObject({ requests: [{ body: "hello from a sender" }] });
    const websocat = await command("websocat command");
    const address = `${dashboard.origin.replace("http", "ws")}/ws/${id}?apikey=$HOOKNEXUS_API_KEY`;
    expect(websocat).toBe(`websocat "${address}"`);
    await store(page);
  });

  it("has the chosen name, expiry and endpoints", async () => {
    const { client, page } = await dashboard.visit({ path: null });
    const { id } = await client.endpoints.create({ alias: "orders" });
    await client.endpoints.create({ alias: "invoices" });
    await page.goto(dashboard.origin + KEYS);
    await page.getByRole("button", { name: "New key" }).click();
    await page.getByRole("textbox", { name: "Name" }).fill("for orders");
    await page.getByLabel("Expires").selectOption({ label: "On a date…" });
    await page.getByRole("button", { name: "Create key" }).click();
    await page.getByText("Choose a date.").waitFor();
    await page.getByLabel("Expiry date").fill("2030-05-31");
    await page.getByLabel("Selected endpoints only").check();
    await page.getByRole("button", { name: "Create key" }).click();
    await page.getByText("Select at least one endpoint.").waitFor();
    await takeScreenshots(page, "keys-new");
    await expectAccessible(page);
    await page.getByLabel("orders").check();
    await page.getByRole("button", { name: "Create key" }).click();
    await page.getByText("I've saved this key").waitFor();
    await store(page);
    const { keys } = await client.keys.list();
    expect(keys).toMatchObject([{ name: "for orders", endpointIds: [id] }]);
    const lastDay = new Date("2030-05-31T23:59:59").toISOString();
    expect(keys[0]?.expiresAt?.slice(0, 8)).toBe(lastDay.slice(0, 8));
  });
});

describe("the list of keys", () => {
  it("shows each key with its last use, renames it, and rotates it with an overlap", async () => {
    const { client, page } = await dashboard.visit({ path: null });
    const { id } = await client.endpoints.create({ alias: "orders" });
    const { id: other } = await client.endpoints.create({ alias: "invoices" });
    const day = 86_400_000;
    const soon = new Date(Date.now() + 2 * day).toISOString();
    const { key } = await client.keys.create({ name: "deploys", endpointIds: [id] });
    await client.keys.create({ name: "backup", endpointIds: [id, other], expiresAt: soon });
    await client.keys.create({ name: "<img src=x onerror=alert(1)>" });
    const socket = await connect(dashboard.server, id, key);
    await page.goto(dashboard.origin + KEYS);
    await rowOf(page, "backup").getByText("expires soon").waitFor();
    await rowOf(page, "backup").getByText("2", { exact: true }).waitFor();
    await rowOf(page, "deploys").getByText("orders").waitFor();
    await page.getByText("3 of 10").waitFor();
    await takeScreenshots(page, "keys");
    await expectAccessible(page);

    await page.getByRole("button", { name: "Rename deploys" }).click();
    await page.getByRole("textbox", { name: "Name" }).fill("deploys of orders");
    await page.keyboard.press("Enter");
    await rowOf(page, "deploys of orders").waitFor();

    await page.getByRole("button", { name: "Rotate deploys of orders" }).click();
    await takeScreenshots(page, "keys-rotate");
    await expectAccessible(page);
    await page.getByRole("button", { name: "Rotate key" }).click();
    await page.getByText("The old key works for another 1 h").waitFor();
    const replacement = await shownKey(page);
    expect(replacement).not.toBe(key);
    await store(page);
    expect(await tracesOf(page, replacement)).toEqual([]);
    await connect(dashboard.server, id, replacement);
    await connect(dashboard.server, id, key);
    await expect.poll(() => rowOf(page, "deploys of orders").count()).toBe(2);
    await page.getByText("3 of 10").waitFor();

    await page.getByRole("button", { name: "Rotate deploys of orders" }).first().click();
    await page.getByLabel("Old key").selectOption("0");
    await page.getByRole("button", { name: "Rotate key" }).click();
    await page.getByText("The old key has stopped working").waitFor();
    await store(page);
    expect(socket.frames[0]?.type).toBe("connected");
  });

  it("links to the other plans if the plan has no keys", async () => {
    const { page } = await dashboard.visit({ path: KEYS, plan: "free" });
    await page.getByText("Your plan has no API keys").waitFor();
    await takeScreenshots(page, "keys-free");
    await expectAccessible(page);
    await page.getByRole("link", { name: "Compare plans" }).click();
    await page.waitForURL(/\/pricing$/);
  });

  it("says that all keys of the plan are in use, and marks suspended keys after a downgrade", async () => {
    const { account, client, page } = await dashboard.visit({ path: null, plan: "pro" });
    await client.keys.create({ name: "first" });
    await client.keys.create({ name: "second" });
    const operator = { authorization: `Bearer ${dashboard.server.adminToken}` };
    await fetch(`${dashboard.origin}/api/admin/accounts/${account.id}`, {
      method: "PATCH",
      headers: operator,
      body: JSON.stringify({ plan: "plus" }),
    });
    await page.goto(dashboard.origin + KEYS);
    await rowOf(page, "second").getByText("suspended").waitFor();
    await rowOf(page, "first").getByText("active").waitFor();
    await page.getByText("The newest keys beyond that are suspended.").waitFor();
    expect(await page.getByRole("button", { name: "New key" }).isDisabled()).toBe(true);
    await takeScreenshots(page, "keys-full");
    await expectAccessible(page);
  });

  it("shows a refusal that only the server can detect, with a link to the plans", async () => {
    const { client, page } = await dashboard.visit({ path: KEYS, plan: "plus" });
    await page.getByText("No API keys yet").waitFor();
    await page.getByRole("button", { name: "New key" }).click();
    await client.keys.create({ name: "quicker" });
    await page.getByRole("button", { name: "Create key" }).click();
    await page.getByText("Your plan allows no more API keys. Revoke one, or upgrade.").waitFor();
    await page.getByRole("dialog").getByRole("link", { name: "Compare plans" }).waitFor();
    await expectAccessible(page);
  });
});
