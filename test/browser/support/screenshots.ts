import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { THEMES } from "./axe.ts";

/** The folder for screenshots. None are taken if it is not set, because no test compares them. */
const SCREENSHOTS = process.env["SCREENSHOTS"];

const WIDTHS = [1440, 375] as const;
const HEIGHT = 900;

/** Takes the page at two widths and in both themes: `NAME-1440-dark.png` and so on. */
export async function takeScreenshots(page: Page, name: string): Promise<void> {
  if (!SCREENSHOTS) return;
  mkdirSync(SCREENSHOTS, { recursive: true });
  const before = page.viewportSize();
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: width < 600 ? 812 : HEIGHT });
    for (const theme of THEMES) {
      await page.emulateMedia({ colorScheme: theme });
      await page.evaluate(() => document.fonts.ready.then(() => undefined));
      await page.screenshot({ path: join(SCREENSHOTS, `${name}-${width}-${theme}.png`) });
    }
  }
  if (before) await page.setViewportSize(before);
}
