import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { CapturedRequest } from "../../src/protocol/captured-request.ts";
import { copied, RequestPages } from "./support/request-page.ts";

/* Captured content made to run, to fetch, to mislead or to hold the page, under its own policy. */

let pages: RequestPages;
let page: Page;

beforeAll(async () => void (pages = await RequestPages.start()));
afterAll(() => pages.stop());
beforeEach(async () => void (page = await pages.open()));
afterEach(() => pages.end());

const show = (request: Partial<CapturedRequest>, body?: Uint8Array) =>
  pages.show(page, request, body);

describe("hostile content", () => {
  const RUN = "document.title='ran';fetch('/ran')";
  const MARKUP = `<script>${RUN}</script><img src=x onerror="${RUN}"><svg onload="${RUN}"/><a href="javascript:${RUN}">x</a> https://example.com/x`;
  const hostile = {
    rawQuery: `q=${encodeURIComponent(MARKUP)}&${encodeURIComponent(MARKUP)}=1`,
    rawHeaders: [
      ["x-attack", MARKUP],
      ["x-turned", "a\u202ecba"],
    ],
  } satisfies Partial<CapturedRequest>;

  it.each([
    ["text/html", `<!doctype html>${MARKUP}`],
    ["image/svg+xml", `<svg xmlns="http://www.w3.org/2000/svg">${MARKUP}</svg>`],
    ["application/xml", `<?xml-stylesheet href="http://example.com/x.xsl"?><a>${MARKUP}</a>`],
    ["application/json", JSON.stringify({ [MARKUP]: MARKUP })],
    ["application/javascript", RUN],
    ["text/markdown", `![x](http://example.com/x.png) ${MARKUP}`],
    ["application/x-www-form-urlencoded", `a=${encodeURIComponent(MARKUP)}`],
    ["multipart/form-data; boundary=x", `--x\r\nContent-Type: text/html\r\n\r\n${MARKUP}\r\n--x--`],
  ])("of type %s is text: nothing runs, nothing is fetched, no link works", async (type, body) => {
    const asked: string[] = [];
    page.on("request", (request) => asked.push(new URL(request.url()).pathname));
    await show({ ...hostile, body, contentType: type });
    for (const radio of await page.getByRole("radio").all()) {
      await radio.check();
      await expect.poll(() => page.locator("main").innerText()).toContain("x-attack");
    }
    expect(await page.title()).toBe("Request views");
    expect(await page.locator("main").locator("a, script, iframe, object, img").count()).toBe(0);
    expect(asked.filter((path) => !/^\/(?:$|request$|assets\/)/.test(path))).toEqual([]);
  });

  it("shows characters that reverse or hide text, and copies them exactly", async () => {
    await show(hostile);
    await page.getByText(String.raw`a\u202ecba`).waitFor();
    await page.getByRole("button", { name: "Copy value of x-turned" }).click();
    await expect.poll(() => copied(page)).toBe("a\u202ecba");
    await page.getByRole("button", { name: "Copy all" }).click();
    await expect.poll(() => copied(page)).toBe(`x-attack: ${MARKUP}\nx-turned: a\u202ecba`);
  });
});
