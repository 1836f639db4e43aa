import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { expectAccessible } from "./support/axe.ts";
import { stateIs } from "./support/live.ts";
import { useDashboard, type Visitor, type VisitOptions } from "./support/dashboard.ts";
import { takeScreenshots } from "./support/screenshots.ts";

const dashboard = useDashboard();

interface Scene extends Visitor {
  id: string;
}

/** Somebody at the settings of an endpoint of theirs. */
async function visitSettings(options: VisitOptions = {}): Promise<Scene> {
  const visitor = await dashboard.visit({ path: null, ...options });
  const { id } = await visitor.client.endpoints.create({ alias: "orders" });
  await visitor.page.goto(`${dashboard.origin}/endpoints/${id}/settings`);
  await visitor.page.getByLabel("Alias (optional)").waitFor();
  return { ...visitor, id };
}

/** Uncompressed, which is between the host and its client, and no part of the reply. */
const send = (id: string, body = "x") =>
  fetch(`${dashboard.origin}/h/${id}`, {
    method: "POST",
    body,
    headers: { "accept-encoding": "identity" },
  });

async function save(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Save changes" }).click();
  // The word of an earlier save may still stand: what is unsaved tells of this one.
  await page.getByRole("region", { name: "Unsaved changes" }).waitFor({ state: "detached" });
  await page.getByText("Settings saved.").last().waitFor();
}

/** All of the screen at once: what stays in view lies over nothing then. */
async function expectAllAccessible(page: Page): Promise<void> {
  const before = page.viewportSize();
  await page.setViewportSize({ width: 1280, height: 2400 });
  await expectAccessible(page);
  if (before) await page.setViewportSize(before);
}

/** What the page says that a sender reads, taken apart. */
async function previewed(page: Page) {
  const text = await page.getByRole("region", { name: "Response" }).innerText();
  const [head = "", ...body] = text.split("\n\n");
  const [start = "", ...lines] = head.split("\n");
  const headers = lines.map((line) => line.split(": "));
  return { status: Number(start.split(" ")[1]), headers, body: body.join("\n\n") };
}

/** Names of the connection's own, and what the length is. */
const OF_THE_CONNECTION = new Set(["connection", "content-length", "date", "keep-alive"]);

async function read(response: Response) {
  const headers = [...response.headers].filter(
    ([name]) => !OF_THE_CONNECTION.has(name) && name !== "transfer-encoding",
  );
  return { status: response.status, headers: headers.toSorted(), body: await response.text() };
}

describe("the custom response", () => {
  it("matches the preview exactly, before and after it is set", async () => {
    const { client, id, page } = await visitSettings();
    const first = await read(await send(id));
    const shown = await previewed(page);
    expect(shown).toMatchObject({ status: first.status, headers: first.headers });
    expect(JSON.parse(first.body)).toMatchObject({ received: true });
    await takeScreenshots(page, "endpoint-settings");
    await expectAllAccessible(page);

    await page.getByRole("switch", { name: "Custom response" }).check();
    await page.getByLabel("Status").fill("202");
    await page.getByRole("button", { name: "Add header" }).click();
    await page.getByLabel("Name of header 1").fill("Content-Type ");
    await page.getByLabel("Value of header 1").fill("application/json");
    await page.getByRole("button", { name: "Add header" }).click();
    await page.getByLabel("Name of header 2").fill("x-handled-by");
    await page.getByLabel("Value of header 2").fill("orders");
    await page.getByLabel("Body").fill('{\n  "ok": true\n}');
    await page.getByLabel("Delay (ms)").fill("150");
    await page.getByText("150 ms after the request is stored").waitFor();
    await takeScreenshots(page, "endpoint-settings-response");
    await expectAllAccessible(page);
    const wanted = await previewed(page);
    expect((await read(await send(id))).status).toBe(200);
    await save(page);

    const before = performance.now();
    expect(await read(await send(id))).toEqual(wanted);
    expect(performance.now() - before).toBeGreaterThanOrEqual(150);
    expect((await client.endpoints.get(id)).response).toMatchObject({ status: 202, delay_ms: 150 });

    await page.getByRole("switch", { name: "Custom response" }).uncheck();
    await save(page);
    expect((await client.endpoints.get(id)).response).toBeNull();
    expect(JSON.parse((await read(await send(id))).body)).toMatchObject({ received: true });
  });

  it("shows the server's validation errors at the fields", async () => {
    const { client, id, page } = await visitSettings();
    await page.getByRole("switch", { name: "Custom response" }).check();
    const said = (label: string) => page.getByRole("textbox", { name: label });
    await page.getByLabel("Status").fill("99");
    await page.getByLabel("Delay (ms)").fill("10001");
    await page.getByRole("button", { name: "Add header" }).click();
    await said("Name of header 1").fill("set-cookie");
    await said("Value of header 1").fill("a=b");
    expect(await page.getByRole("alert").count()).toBe(0);
    await page.getByRole("button", { name: "Save changes" }).click();
    await page.getByText("At least 200.").waitFor();
    await page.getByText("At most 10,000.").waitFor();
    await page.getByText("This is not a header that a response can set.").waitFor();
    await page.getByText("Fix the errors to see a preview.").waitFor();
    expect(await page.evaluate(() => document.activeElement?.getAttribute("aria-invalid"))).toBe(
      "true",
    );
    await takeScreenshots(page, "endpoint-settings-wrong");
    await expectAllAccessible(page);
    expect((await client.endpoints.get(id)).response).toBeNull();

    await page.getByLabel("Status").fill("204");
    await page.getByText("At least 200.").waitFor({ state: "detached" });
    await page.getByLabel("Delay (ms)").fill("0");
    await page.getByRole("button", { name: "Remove header set-cookie" }).click();
    await page.getByLabel("Body").fill("no room for this");
    await page.getByText("A response with this status has no body.").waitFor();
    await page.getByLabel("Body").fill("");
    await save(page);
    expect((await send(id)).status).toBe(204);
  });
});

describe("receiving", () => {
  it("pauses with 403 and resumes, immediately", async () => {
    const { id, page } = await visitSettings();
    expect((await send(id)).status).toBe(200);
    await page.getByRole("button", { name: "Pause" }).click();
    await page.getByRole("button", { name: "Resume" }).waitFor();
    const refused = await send(id);
    expect([refused.status, await refused.json()]).toMatchObject([403, { code: "paused" }]);
    await page.getByRole("region", { name: "This endpoint" }).getByText("paused").waitFor();
    await takeScreenshots(page, "endpoint-settings-paused");
    await expectAllAccessible(page);
    await page.getByRole("button", { name: "Resume" }).click();
    await page.getByRole("button", { name: "Pause" }).waitFor();
    expect((await send(id)).status).toBe(200);
  });

  it("answers the enabled handshakes", async () => {
    const { id, page } = await visitSettings();
    const ask = async () => {
      const body = JSON.stringify({ type: "url_verification", challenge: "c-1" });
      return (await send(id, body)).text();
    };
    expect(await ask()).not.toBe("c-1");
    await page.getByRole("switch", { name: "Slack" }).check();
    await page.getByRole("switch", { name: "Microsoft Graph" }).check();
    await save(page);
    expect(await ask()).toBe("c-1");
    await page.getByRole("switch", { name: "Slack" }).uncheck();
    await save(page);
    expect(await ask()).not.toBe("c-1");
  });
});

describe("alias and permanence", () => {
  it("are saved, and the server's errors are shown at their fields", async () => {
    const { client, id, page } = await visitSettings({ plan: "plus" });
    await client.endpoints.create({ alias: "taken", isPermanent: true });
    await page.getByLabel("Alias (optional)").fill("taken");
    await page.keyboard.press("Enter");
    const alias = page.getByLabel("Alias (optional)");
    await page.getByText("Another of your endpoints has this alias.").waitFor();
    expect(await alias.getAttribute("aria-invalid")).toBe("true");
    await alias.fill("invoices");
    await page.getByRole("switch", { name: "Permanent" }).check();
    await page.getByRole("button", { name: "Save changes" }).click();
    const refusal = page.getByRole("alert").filter({ hasText: "no more permanent endpoints" });
    await refusal.getByRole("link", { name: "compare plans" }).waitFor();
    await expectAllAccessible(page);
    await page.getByRole("switch", { name: "Permanent" }).uncheck();
    await save(page);
    expect(await client.endpoints.get(id)).toMatchObject({
      alias: "invoices",
      is_permanent: false,
    });
    await page.getByRole("button", { name: /^invoices, switch endpoint/ }).waitFor();
  });
});

describe("unsaved changes", () => {
  const alias = (page: Page) => page.getByLabel("Alias (optional)");
  const settingsTab = (page: Page) =>
    page.getByRole("navigation", { name: "Endpoint" }).getByRole("link", { name: "Settings" });
  const question = (page: Page) => page.getByRole("dialog", { name: "Leave without saving?" });

  it("need a confirmation before a link or Back discards them", async () => {
    const { id, page } = await visitSettings();
    await page.goto(`${dashboard.origin}/endpoints/${id}/listeners`);
    await settingsTab(page).click();
    await alias(page).fill("half-typed");
    await page.getByRole("link", { name: "Live" }).click();
    await question(page).waitFor();
    await takeScreenshots(page, "endpoint-settings-leave");
    await expectAllAccessible(page);
    await page.keyboard.press("Escape");
    await question(page).waitFor({ state: "detached" });
    expect(await alias(page).inputValue()).toBe("half-typed");

    await page.goBack();
    await question(page).waitFor();
    expect(page.url()).toMatch(/\/settings$/);
    await page.getByRole("button", { name: "Cancel" }).click();
    await question(page).waitFor({ state: "detached" });
    expect(await alias(page).inputValue()).toBe("half-typed");

    await page.goBack();
    await page.getByRole("button", { name: "Discard changes" }).click();
    await page.getByRole("heading", { name: "Listeners", exact: true }).waitFor();
    expect(page.url()).toMatch(/\/listeners$/);
    await settingsTab(page).click();
    await expect.poll(() => alias(page).inputValue()).toBe("orders");
  });

  it("need a confirmation before the tab navigates away", async () => {
    const { page } = await visitSettings();
    await alias(page).press("End");
    await alias(page).pressSequentially("x");
    const asked = page.waitForEvent("dialog");
    await page.evaluate(() => setTimeout(() => location.reload()));
    const dialog = await asked;
    expect(dialog.type()).toBe("beforeunload");
    await dialog.dismiss();
    expect(await alias(page).inputValue()).toBe("ordersx");
    await page.getByRole("button", { name: "Discard" }).click();
    expect(await alias(page).inputValue()).toBe("orders");
    await page.getByRole("link", { name: "Live" }).click();
    await stateIs(page, "Live");
  });

  it("are kept when the endpoint is refetched", async () => {
    const { client, id, page } = await visitSettings();
    await page.getByLabel("Alias (optional)").fill("mine");
    await client.endpoints.update(id, { handshakes: ["meta"] });
    await page.getByRole("button", { name: "Pause" }).click();
    await page.getByRole("button", { name: "Resume" }).waitFor();
    expect(await page.getByLabel("Alias (optional)").inputValue()).toBe("mine");
    await save(page);
    const { alias: saved, handshakes } = await client.endpoints.get(id);
    expect({ saved, handshakes }).toEqual({ saved: "mine", handshakes: ["meta"] });
  });
});

describe("deleting the endpoint", () => {
  it("returns to the list even with unsaved changes", async () => {
    const { client, id, page } = await visitSettings();
    await page.getByLabel("Alias (optional)").fill("never saved");
    const remove = page.getByRole("button", { name: "Delete endpoint…" });
    await remove.scrollIntoViewIfNeeded();
    await takeScreenshots(page, "endpoint-settings-end");
    await remove.click();
    await page.getByText("It has no stored requests and no listeners.").waitFor();
    await takeScreenshots(page, "endpoint-settings-delete");
    await expectAllAccessible(page);
    await page.getByRole("button", { name: "Delete endpoint", exact: true }).click();
    await page.getByText("Endpoint orders deleted.").waitFor();
    await page.getByText("Receive your first webhook").waitFor();
    await expect(client.endpoints.get(id)).rejects.toMatchObject({ code: "endpoint_not_found" });
  });
});
