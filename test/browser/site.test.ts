import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { ROOT } from "../e2e/support/program.ts";
import { expectAccessible, expectAccessibleAtThisWidth } from "./support/axe.ts";
import { useDashboard } from "./support/dashboard.ts";
import { takeScreenshots } from "./support/screenshots.ts";

const PAGES = ["/docs", "/docs/connect", "/docs/api", "/docs/limits", "/pricing"];
const WIDTHS = [375, 768, 1440, 2560];

// Fails where a page made an error, was refused by the policy or asked another site for something.
const dashboard = useDashboard();

async function open(path: string): Promise<Page> {
  return dashboard.open(await dashboard.newContext(), path);
}

describe.each(PAGES)("the page %s", (path) => {
  it("is accessible in both themes, wide and narrow", async () => {
    const page = await open(path);
    await takeScreenshots(page, `site${path.replaceAll("/", "-")}`);
    await expectAccessible(page);
    await page.setViewportSize({ width: 375, height: 812 });
    await expectAccessibleAtThisWidth(page);
  });

  it("has our style and fonts, no script, and no horizontal scroll at any width", async () => {
    const page = await open(path);
    const loaded = await page.evaluate(async () => {
      await document.fonts.ready;
      const fonts = [...document.fonts].filter(({ status }) => status === "loaded");
      return {
        fonts: [...new Set(fonts.map(({ family }) => family.replaceAll('"', "")))].toSorted(),
        bar: getComputedStyle(document.querySelector("header") ?? document.body).position,
        scripts: document.scripts.length,
      };
    });
    expect(loaded.fonts).toContain("IBM Plex Sans");
    expect([loaded.bar, loaded.scripts]).toEqual(["sticky", 0]);
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    }
  });
});

it("every link of every page leads somewhere", async () => {
  const page = await open("/docs");
  const seen = new Set<string>();
  const waiting = [...PAGES, "/"];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    const [address = ""] = path.split("#");
    if (seen.has(address)) continue;
    seen.add(address);
    const response = await page.request.get(dashboard.origin + address);
    expect([address, response.status()]).toEqual([address, 200]);
    if (!response.headers()["content-type"]?.startsWith("text/html")) continue;
    const links = (await response.text()).matchAll(/<(?:a|link)\s[^>]*href="([^"#]+)/g);
    for (const [, href = ""] of links) {
      expect(href).toMatch(/^\/(?!\/)/);
      waiting.push(href);
    }
  }
  expect([...seen]).toEqual(expect.arrayContaining(["/openapi.json", "/sign-in", "/", ...PAGES]));
});

it("a click on a sample selects the whole sample", async () => {
  const page = await open("/docs/connect");
  for (const file of ["listener.py", "listener.html"]) {
    await page.getByRole("region", { name: file }).click();
    const selected = await page.evaluate(() => String(getSelection()));
    expect(selected.trim()).toBe(readFileSync(join(ROOT, "examples", file), "utf8").trim());
  }
});

it("a link to a section shows it below the bar", async () => {
  const page = await open("/docs/api#error-daily_limit");
  const top = await page
    .locator("#error-daily_limit")
    .evaluate((at) => at.getBoundingClientRect().top);
  expect(top).toBeGreaterThanOrEqual(52);
  expect(top).toBeLessThan(800);
});
