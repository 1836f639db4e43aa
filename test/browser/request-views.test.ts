import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { CapturedRequest } from "../../src/protocol/captured-request.ts";
import { expectAccessible } from "./support/axe.ts";
import { onePixelPng } from "./support/png.ts";
import { copied, RequestPages } from "./support/request-page.ts";

/* The views of a captured request in a real browser: each kind of body, headers and query. */

let pages: RequestPages;
let page: Page;

beforeAll(async () => void (pages = await RequestPages.start()));
afterAll(() => pages.stop());
beforeEach(async () => void (page = await pages.open()));
afterEach(() => pages.end());

const show = (request: Partial<CapturedRequest>, body?: Uint8Array) =>
  pages.show(page, request, body);

const asBase64 = (bytes: Uint8Array) =>
  ({
    body: Buffer.from(bytes).toString("base64"),
    bodyEncoding: "base64",
    size: bytes.length,
  }) as const;

const choose = (view: string) => page.getByRole("radio", { name: view }).check();
const rows = () => page.getByRole("treeitem").allInnerTexts();

describe("a JSON body", () => {
  const body =
    '{"order":{"id":9007199254740993,"total":1.10,"items":["a","b"]},"note":"caf\\u00e9"}';

  it("is a tree that shows numbers exactly as sent", async () => {
    await show({ body, contentType: "application/json" });
    expect(await rows()).toEqual([
      "{ 2 keys }",
      '"order": { 3 keys }',
      '"id": 9007199254740993',
      '"total": 1.10',
      '"items": [ 2 items ]',
      '0: "a"',
      '1: "b"',
      '"note": "café"',
    ]);
    await expectAccessible(page);
  });

  it("can be navigated by keyboard, and its paths and values can be copied", async () => {
    await show({ body, contentType: "application/json" });
    await page.getByRole("tree").focus();
    for (const key of ["ArrowDown", "ArrowLeft"]) await page.keyboard.press(key);
    await expect.poll(rows).toHaveLength(3);
    await page.keyboard.press("End");
    await page.getByText("/note").waitFor();
    await page.getByRole("button", { name: "Copy value" }).click();
    await expect.poll(() => copied(page)).toBe("café");
    await page.getByRole("button", { name: "Copy path" }).click();
    await expect.poll(() => copied(page)).toBe("/note");
    await page.getByRole("button", { name: "Copy", exact: true }).click();
    await expect.poll(() => copied(page)).toBe(body);
  });

  it("can be searched, and a match in a collapsed node expands it", async () => {
    await show({ body, contentType: "application/json" });
    await page.getByRole("button", { name: "Collapse all" }).click();
    await expect.poll(rows).toHaveLength(1);
    await page.getByRole("searchbox", { name: "Search body" }).fill("B");
    await page.getByText("1 of 1").waitFor();
    await page.keyboard.press("Enter");
    await expect.poll(() => page.locator("mark").allInnerTexts()).toEqual(["b"]);
    await expectAccessible(page);
  });

  it("has a highlighted, an exact raw and a hex view", async () => {
    await show({ body, contentType: "application/json" });
    await choose("Pretty");
    const pretty = page.getByRole("region", { name: "Formatted body" });
    await expect.poll(() => pretty.innerText()).toContain('"total": 1.10,');
    await expect.poll(() => pretty.locator("span[class*=number]").count()).toBeGreaterThan(8);
    await expectAccessible(page);
    await choose("Raw");
    await expect
      .poll(() => page.getByRole("region", { name: "Raw body" }).innerText())
      .toContain(body);
    await choose("Hex");
    await page.getByText("7b 22 6f 72 64 65 72 22").waitFor();
    await expectAccessible(page);
  });

  it("shows where it is invalid, and the values before that", async () => {
    await show({ body: '{"a":1,\n"b":', contentType: "application/json" });
    await page.getByText(/Invalid JSON: .*line 2, column 5/).waitFor();
    expect(await rows()).toEqual(["{ 1 key }", '"a": 1']);
  });

  it("with 200,000 values renders only the visible ones, and scrolls to its end", async () => {
    const items = Array.from({ length: 100_000 }, (_, at) => ({ at }));
    await show({ body: JSON.stringify(items) });
    await page.getByRole("tree").focus();
    await page.keyboard.press("End");
    await expect.poll(async () => (await rows()).at(-1)).toMatch(/^99999: /);
    expect(await page.getByRole("treeitem").count()).toBeLessThan(150);
  });
});

describe("another body", () => {
  it("shows XML as a tree", async () => {
    await show({ body: '<a x="1"><b>t</b><!--c--></a>', contentType: "text/xml" });
    expect(await rows()).toEqual(['<a x="1">', "<b>t</b>", "<!--c-->"]);
    await expectAccessible(page);
  });

  it("shows a form as a table, and a JSON field as a tree", async () => {
    const body = `payload=${encodeURIComponent('{"a":1}')}&b=x%20y&b=%FF`;
    await show({ body, contentType: "application/x-www-form-urlencoded" });
    expect(await rows()).toEqual(["{ 1 key }", '"a": 1']);
    const table = page.getByRole("table", { name: "Form" });
    expect(await table.getByRole("rowheader").allInnerTexts()).toEqual(["payload", "b", "b"]);
    await table.getByText("Not valid UTF-8").waitFor();
    await expectAccessible(page);
  });

  it("shows each part of a multipart body by its type", async () => {
    const head = (name: string, more = "") =>
      `--x\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n`;
    const body = Buffer.concat([
      Buffer.from(`${head("text")}hello\r\n${head("json")}{"a":1}\r\n`),
      Buffer.from(head("image", '; filename="<b>.png"')),
      onePixelPng(),
      Buffer.from("\r\n--x--\r\n"),
    ]);
    await show({ ...asBase64(body), contentType: "multipart/form-data; boundary=x" });
    await page.getByText("hello").waitFor();
    await page.getByText("<b>.png").waitFor();
    expect(await rows()).toEqual(["{ 1 key }", '"a": 1']);
    await page.getByText("1 × 1 px").waitFor();
    await expectAccessible(page);
  });

  it("shows an image from a blob with the detected type", async () => {
    await show({ ...asBase64(onePixelPng()), contentType: "text/html" });
    await page.getByText("1 × 1 px").waitFor();
    expect(await page.locator("img").getAttribute("src")).toMatch(/^blob:/);
    await page.getByText("PNG image").waitFor();
    await expectAccessible(page);
  });

  it("says that a body that only starts like an image is corrupt", async () => {
    await show(asBase64(Buffer.from("\x89PNG\r\n\x1a\nbroken", "latin1")));
    await page.getByText("it may be corrupt").waitFor();
  });

  it("shows a binary body as hex, and saves it byte for byte", async () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, at) => 255 - at);
    await show(asBase64(bytes));
    await page.getByText("ff fe fd fc fb fa f9 f8").waitFor();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Download", exact: true }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/^[\w-]+\.bin$/);
    const chunks: Buffer[] = [];
    for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
    expect(Buffer.concat(chunks).equals(bytes)).toBe(true);
  });

  it("fetches an omitted body on request, and again after a failure", async () => {
    const size = 3 * 1024 * 1024;
    const request = { bodyEncoding: "omitted", size } as const;
    await show(request);
    await page.getByText("This body is 3.0 MiB").waitFor();
    await page.getByRole("button", { name: "Show body" }).click();
    await page.getByRole("alert").waitFor();
    pages.server.show(request, Buffer.from("line\n".repeat(size / 5)));
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByText("Text · 3.0 MiB").waitFor();
    const text = page.getByRole("region", { name: "Raw body" });
    await text.focus();
    await page.keyboard.press("End");
    await text.getByText("250000", { exact: true }).waitFor();
    await page.getByText("first 250,000 rows").waitFor();
  });
});

it("gives each value the available width, on a phone below its name", async () => {
  await show({ rawHeaders: [["x-long", "a".repeat(300)]], rawQuery: "a=1" });
  const value = page.getByRole("cell", { name: "aaa" });
  for (const [width, least] of [
    [1000, 550],
    [375, 330],
  ] as const) {
    await page.setViewportSize({ width, height: 800 });
    await expect.poll(async () => (await value.boundingBox())?.width).toBeGreaterThan(least);
    const scrolled = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(scrolled).toBeLessThanOrEqual(width);
  }
});

it("searches header names and values", async () => {
  await show({
    rawHeaders: [
      ["content-type", "application/json"],
      ["x-a", "JSON too"],
      ["x-b", ""],
    ],
  });
  await page.getByText("3 headers").waitFor();
  await page.getByRole("searchbox", { name: "Search headers" }).fill("json");
  await page.getByText("2 of 3 headers").waitFor();
  const table = page.getByRole("table", { name: "Headers" });
  expect(await table.getByRole("rowheader").allInnerTexts()).toEqual(["content-type", "x-a"]);
  await expectAccessible(page);
});
