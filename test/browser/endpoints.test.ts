import { describe, expect, it } from "vitest";
import { expectAccessible } from "./support/axe.ts";
import { useDashboard } from "./support/dashboard.ts";
import { takeScreenshots } from "./support/screenshots.ts";

const dashboard = useDashboard();

describe("the list of endpoints", () => {
  it("guides a new user to create the first endpoint and send it a webhook", async () => {
    const { client, page } = await dashboard.visit();
    await page.getByText("Receive your first webhook").waitFor();
    await takeScreenshots(page, "endpoints-none");
    await expectAccessible(page);

    await page.getByRole("button", { name: "Create an endpoint" }).click();
    await page.getByLabel("Alias (optional)").fill("orders");
    await takeScreenshots(page, "endpoints-create");
    await expectAccessible(page);
    await page.keyboard.press("Enter");
    await page.getByText("Send your first webhook to orders").waitFor();

    const [endpoint] = (await client.endpoints.list()).endpoints;
    const address = `${dashboard.origin}/h/${endpoint?.id}`;
    await page.getByRole("region", { name: "curl command" }).getByText(`curl ${address}`).waitFor();
    await takeScreenshots(page, "endpoints-first");
    await expectAccessible(page);

    await page.getByRole("button", { name: "Send test webhook" }).click();
    await page.getByText("Test webhook sent.").waitFor();
    const { requests } = await client.requests.list(endpoint?.id ?? "");
    expect(requests).toMatchObject([{ method: "POST", content_type: "application/json" }]);
    expect(JSON.stringify(requests)).not.toContain("hooknexus_session");
    await page.getByRole("listitem").filter({ hasText: "1request" }).waitFor();
    await page.getByText("Send your first webhook to orders").waitFor({ state: "detached" });
  });

  it("shows URL, counts and expiry, and copies the URL", async () => {
    const { client, context, page } = await dashboard.visit({ path: null });
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    for (const alias of ["stripe", "github-app", "shopify", null]) {
      await client.endpoints.create({ alias, isPermanent: alias === "stripe" });
    }
    const { endpoints } = await client.endpoints.list();
    const stripe = endpoints.find(({ alias }) => alias === "stripe");
    for (const { id } of endpoints.slice(1)) await fetch(`${dashboard.origin}/h/${id}`);
    await page.goto(dashboard.origin);
    const item = page.getByRole("listitem").filter({ hasText: "stripe" });
    await item.getByText("permanent").waitFor();
    await item.getByRole("button", { name: "Copy URL of stripe" }).click();
    await page.getByText("Copied").waitFor();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toBe(`${dashboard.origin}/h/${stripe?.id}`);
    await page
      .getByText(/^89 d 23 h$/)
      .first()
      .waitFor();
    await takeScreenshots(page, "endpoints");
    await expectAccessible(page);
  });

  it("shows the server's refusal and keeps the input", async () => {
    const { client, page } = await dashboard.visit({ path: null });
    await client.endpoints.create({ alias: "orders" });
    await page.goto(dashboard.origin);
    await page.getByRole("button", { name: "New endpoint" }).click();
    await page.getByLabel("Alias (optional)").fill("orders");
    await page.getByRole("button", { name: "Create endpoint" }).click();
    await page.getByText("Another of your endpoints has this alias.").waitFor();
    expect(await page.getByLabel("Alias (optional)").inputValue()).toBe("orders");
    await expectAccessible(page);
  });

  it("deletes only after a confirmation", async () => {
    const { client, page } = await dashboard.visit({ path: null });
    const { id } = await client.endpoints.create({ alias: "old" });
    await page.goto(dashboard.origin);
    await page.getByRole("button", { name: "Delete old" }).click();
    await page.getByText("This can't be undone.").waitFor();
    await expectAccessible(page);
    await page.keyboard.press("Escape");
    await page.getByText("This can't be undone.").waitFor({ state: "detached" });
    expect((await client.endpoints.list()).total).toBe(1);

    await page.getByRole("button", { name: "Delete old" }).click();
    await page.getByRole("button", { name: "Delete endpoint" }).click();
    await page.getByText("Endpoint old deleted.").waitFor();
    await expect(client.endpoints.get(id)).rejects.toMatchObject({ code: "endpoint_not_found" });
  });
});
