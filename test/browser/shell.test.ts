import { describe, expect, it } from "vitest";
import { freshEmail } from "./support/fresh.ts";
import { expectAccessible } from "./support/axe.ts";
import { useDashboard } from "./support/dashboard.ts";
import { takeScreenshots } from "./support/screenshots.ts";

const dashboard = useDashboard();

describe("signing in", () => {
  it("leads from the home page by an emailed code to the endpoints", async () => {
    const page = await dashboard.open(await dashboard.newContext(), "/");
    await page.getByRole("button", { name: "Sign in" }).click();
    await dashboard.signInByHand(page, freshEmail());
    await page.getByRole("heading", { name: "Endpoints" }).waitFor();
    expect(new URL(page.url()).pathname).toBe("/");
  });

  it("returns to the page where the session ended", async () => {
    const { client, page } = await dashboard.visit({ path: "/settings/keys?x=1" });
    await page.getByRole("heading", { level: 1, name: "API keys" }).waitFor();
    const { sessions } = await client.account.sessions();
    const session = sessions.find(({ kind }) => kind === "session");
    await client.account.revokeSession(session?.id ?? "");
    await page.reload();
    await page.waitForURL(/\/sign-in$/);
    await dashboard.signInByHand(page, freshEmail());
    await page.waitForURL(/\/settings\/keys\?x=1$/);
  });

  it("ends with a sign-out", async () => {
    const { page } = await dashboard.visit();
    await page.getByRole("button", { name: "Account" }).click();
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.waitForURL(/\/sign-in$/);
    await page.goto(`${dashboard.origin}/endpoints/any`);
    await page.waitForURL(/\/sign-in$/);
  });
});

describe("the shell", () => {
  it("announces a new page by title and focus", async () => {
    const { page } = await dashboard.visit();
    await page.getByText("Receive your first webhook").waitFor();
    expect(await page.title()).toBe("Endpoints · HookNexus");
    await page.getByRole("link", { name: "Settings" }).click();
    await page.getByRole("heading", { level: 1, name: "API keys" }).waitFor();
    expect(await page.title()).toBe("API keys · HookNexus");
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("API keys");
  });

  it("keeps the chosen theme", async () => {
    const { page } = await dashboard.visit({ colorScheme: "light" });
    await page.getByText("Receive your first webhook").waitFor();
    const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await ground();
    await page.getByRole("button", { name: "Account" }).click();
    await takeScreenshots(page, "account-menu");
    await expectAccessible(page);
    await page.emulateMedia({ colorScheme: "light" });
    await page.getByRole("radio", { name: "Dark" }).check();
    const dark = await ground();
    expect(dark).not.toBe(light);
    await page.reload();
    await page.getByText("Receive your first webhook").waitFor();
    expect(await ground()).toBe(dark);
  });

  it("shows a page for unknown paths", async () => {
    const { page } = await dashboard.visit({
      path: "/endpoints/00000000-0000-8000-8000-000000000000",
    });
    await page.getByText("This endpoint is gone").waitFor();
    await page.goto(`${dashboard.origin}/settings/nothing`);
    await page.getByText("Page not found").waitFor();
    await takeScreenshots(page, "not-found");
    await expectAccessible(page);
    const address = `${dashboard.origin}/nothing/here`;
    expect((await page.goto(address))?.status()).toBe(404);
    await page.getByRole("link", { name: "Go to HookNexus" }).waitFor();
    await takeScreenshots(page, "not-found-page");
    await expectAccessible(page);
    expect(await (await fetch(address)).json()).toMatchObject({ code: "not_found" });
  });
});
