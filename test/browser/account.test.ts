import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { exportLine } from "../../src/protocol/export.ts";
import { expectAccessible } from "./support/axe.ts";
import { useDashboard } from "./support/dashboard.ts";
import { freshEmail } from "./support/fresh.ts";
import { takeScreenshots } from "./support/screenshots.ts";

const ACCOUNT = "/settings/account";

const dashboard = useDashboard();

describe("the account page", () => {
  it("shows the account and applies the theme to server-rendered pages too", async () => {
    const { account, page } = await dashboard.visit({ path: ACCOUNT, colorScheme: "light" });
    await page.getByRole("main").getByText(account.email).first().waitFor();
    await page.getByText(account.id).waitFor();
    await takeScreenshots(page, "account");
    await expectAccessible(page);
    await page.emulateMedia({ colorScheme: "light" });
    const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await ground();
    await page.getByRole("radio", { name: "Dark" }).check();
    const dark = await ground();
    expect(dark).not.toBe(light);
    await page.goto(`${dashboard.origin}/goodbye`);
    expect(await ground()).toBe(dark);
    await page.goto(dashboard.origin + ACCOUNT);
    await page.getByRole("radio", { name: "System" }).check();
    await page.goto(`${dashboard.origin}/goodbye`);
    expect(await ground()).toBe(light);
  });

  it("exports all stored data", async () => {
    const { account, client, page } = await dashboard.visit({ path: ACCOUNT });
    const { url } = await client.endpoints.create({ alias: "orders" });
    await fetch(url, { method: "POST", body: "<b>hello</b>" });
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "Download export" }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/^hooknexus-export-[\d-]+\.ndjson$/);
    const lines = readFileSync(await download.path(), "utf8")
      .trimEnd()
      .split("\n");
    const parsed = lines.map((line) => exportLine.parse(JSON.parse(line)));
    expect(parsed).toContainEqual(
      expect.objectContaining({
        type: "request",
        request: expect.objectContaining({ body: "<b>hello</b>" }),
      }),
    );
    expect(parsed[0]).toMatchObject({ type: "account", account: { email: account.email } });
    expect(parsed.at(-1)).toEqual({ type: "end" });
  });

  it("deletes the account after its email address is typed, and shows the goodbye page", async () => {
    const email = freshEmail();
    const page = await dashboard.open(await dashboard.newContext(), "/sign-in");
    await dashboard.signInByHand(page, email);
    await page.getByRole("button", { name: "Create an endpoint" }).click();
    await page.getByRole("button", { name: "Create endpoint" }).click();
    const address =
      (await page.getByRole("region", { name: "URL", exact: true }).textContent()) ?? "";
    expect((await fetch(address, { method: "POST", body: "x" })).status).toBe(200);

    await page.goto(dashboard.origin + ACCOUNT);
    await page.getByRole("button", { name: "Delete account" }).click();
    await page.getByText("This deletes 1 endpoint with 1 stored request").waitFor();
    const sure = page.getByRole("button", { name: "Delete account permanently" });
    expect(await sure.isDisabled()).toBe(true);
    await page.getByLabel(`Type ${email} to confirm`).fill("somebody@example.com");
    expect(await sure.isDisabled()).toBe(true);
    await takeScreenshots(page, "account-delete");
    await expectAccessible(page);
    await page.getByLabel(`Type ${email} to confirm`).fill(email);
    await sure.click();
    await page.waitForURL(/\/goodbye$/);
    await page.getByRole("heading", { name: "Your account is deleted" }).waitFor();
    await takeScreenshots(page, "goodbye");
    await expectAccessible(page);

    expect((await fetch(address, { method: "POST", body: "x" })).status).toBe(404);
    await page.goto(dashboard.origin);
    await page.getByRole("button", { name: "Sign in" }).waitFor();
    expect(await page.evaluate(() => Object.keys(sessionStorage))).toEqual([]);
  });
});
