import { describe, expect, it } from "vitest";
import { mailedCode } from "../e2e/support/mailbox.ts";
import { expectAccessible } from "./support/axe.ts";
import { useDashboard } from "./support/dashboard.ts";
import { freshEmail } from "./support/fresh.ts";
import { startCallback } from "./support/callback.ts";
import { takeScreenshots } from "./support/screenshots.ts";

const dashboard = useDashboard();

async function openPage(path: string) {
  return dashboard.open(await dashboard.newContext(), path);
}

describe("a page without script", () => {
  it.each([
    ["home", "/", "See every webhook. Lose none."],
    ["sign-in", "/sign-in", "Sign in"],
    ["goodbye-pending", "/goodbye?pending=2", "Your account is deleted"],
  ])(
    "is pleasant, accessible and loads nothing from elsewhere: %s",
    async (name, path, heading) => {
      const page = await openPage(path);
      await page.getByRole("heading", { level: 1, name: heading }).waitFor();
      await takeScreenshots(page, name);
      await expectAccessible(page);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(wide).toBeLessThanOrEqual(0);
      const font = await page.evaluate(() => document.fonts.check('14px "IBM Plex Sans"'));
      expect(font).toBe(true);
      expect(await page.evaluate(() => document.scripts.length)).toBe(0);
    },
  );

  it("fits a phone", async () => {
    const page = await openPage("/");
    await page.setViewportSize({ width: 375, height: 812 });
    for (const path of ["/", "/sign-in", "/device", "/goodbye"]) {
      await page.goto(dashboard.origin + path);
      expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBe(375);
    }
  });

  it("redirects signed-in users to the dashboard", async () => {
    const { page } = await dashboard.visit();
    await page.goto(`${dashboard.origin}/docs`);
    await page.getByRole("link", { name: "Dashboard", exact: true }).click();
    await page.getByRole("heading", { name: "Endpoints" }).waitFor();
    await page.goto(`${dashboard.origin}/sign-in`);
    await page.getByRole("heading", { name: "Endpoints" }).waitFor();
    expect(new URL(page.url()).pathname).toBe("/");
  });
});

describe("signing in by code", () => {
  it("says where the code is, refuses a wrong one, and opens the dashboard", async () => {
    const email = freshEmail();
    const page = await openPage("/");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByText("the code is printed in the terminal running").waitFor();
    await page.getByLabel("Email address").fill(email);
    await page.keyboard.press("Enter");
    await page.getByText("printed in the terminal running").waitFor();
    await takeScreenshots(page, "sign-in-code");
    await expectAccessible(page);
    await page.getByLabel("Six-digit code").fill("000000");
    await page.keyboard.press("Enter");
    await page.getByRole("alert").getByText("This code is wrong").waitFor();
    await takeScreenshots(page, "sign-in-wrong");
    await expectAccessible(page);
    await page.getByLabel("Six-digit code").fill(await mailedCode(dashboard.server, email));
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByText("Receive your first webhook").waitFor();
    expect(new URL(page.url()).pathname).toBe("/");
  });
});

describe("consent", () => {
  it("gives a token to the waiting CLI and to nobody else", async () => {
    const { context, page } = await dashboard.visit();
    const callback = await startCallback();
    try {
      const path = `/sign-in?cli_callback=${encodeURIComponent(callback.url)}`;
      await page.goto(dashboard.origin + path);
      await page.getByRole("heading", { name: "Sign in the CLI?" }).waitFor();
      await takeScreenshots(page, "consent-cli");
      await expectAccessible(page);
      // Pressed on a page that is not watched: it ends at another origin, as it should.
      const leaving = await context.newPage();
      await leaving.goto(dashboard.origin + path);
      await leaving.getByRole("button", { name: "Allow" }).click();
      await expect.poll(() => callback.tokens.length).toBe(1);
      expect(callback.tokens[0]).toMatch(/^hnt_/);
    } finally {
      callback.stop();
    }
  });

  it("signs in a device by its code", async () => {
    const { page } = await dashboard.visit();
    const asked = await fetch(`${dashboard.origin}/auth/device`, {
      method: "POST",
      headers: { "user-agent": "backup-job/1.0" },
      body: new URLSearchParams({ client_id: "backup-job" }),
    });
    const { user_code: code } = (await asked.json()) as { user_code: string };
    await page.goto(`${dashboard.origin}/device`);
    await page.getByRole("textbox", { name: "Code" }).fill("WRON-GONE");
    await page.keyboard.press("Enter");
    await page.getByRole("alert").waitFor();
    await takeScreenshots(page, "device-code");
    await expectAccessible(page);
    await page.getByRole("textbox", { name: "Code" }).fill(code);
    await page.keyboard.press("Enter");
    await page.getByText("backup-job/1.0").waitFor();
    await takeScreenshots(page, "consent-device");
    await expectAccessible(page);
    await page.getByRole("button", { name: "Allow" }).click();
    await page.getByRole("heading", { name: "Device allowed" }).waitFor();
    await takeScreenshots(page, "device-done");
    await expectAccessible(page);
  });
});
