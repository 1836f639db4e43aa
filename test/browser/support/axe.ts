import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";
import { expect } from "vitest";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export const THEMES = ["light", "dark"] as const;

/** The rules that a page has to follow in the light theme. */
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** The rules whose result depends on colours. The dark theme changes nothing but colours. */
const COLOUR_RULES = ["color-contrast", "link-in-text-block"];

/** The parts of axe that are used here. It is undefined until it has been put into the page. */
interface Axe {
  run(context: string, options: object): Promise<{ violations: Violation[] }>;
}

interface Violation {
  id: string;
  help: string;
  nodes: { target: unknown[]; failureSummary?: string }[];
}

/** axe-core finds nothing on the page as it is, in either theme. */
export async function expectAccessible(page: Page): Promise<void> {
  await addAxe(page);
  await page.emulateMedia({ colorScheme: "light" });
  expect(await violationsOf(page, { runOnly: TAGS }), "light").toEqual([]);
  await page.emulateMedia({ colorScheme: "dark" });
  expect(await violationsOf(page, { runOnly: COLOUR_RULES }), "dark").toEqual([]);
}

/** The same for a page that `expectAccessible` checked at another width, which changes no colours. */
export async function expectAccessibleAtThisWidth(page: Page): Promise<void> {
  await addAxe(page);
  const rules = Object.fromEntries(COLOUR_RULES.map((rule) => [rule, { enabled: false }]));
  expect(await violationsOf(page, { runOnly: TAGS, rules })).toEqual([]);
}

/** By the debugger, which the page's policy does not bind; a <script> would be refused. */
async function addAxe(page: Page): Promise<void> {
  if (await page.evaluate(() => "axe" in globalThis)) return;
  const session = await page.context().newCDPSession(page);
  // Unlike `page.evaluate`, this lets the browser reuse what it has compiled.
  await session.send("Runtime.evaluate", { expression: AXE, silent: true });
  await session.detach();
}

/** A line for each place, with what to do about it. */
async function violationsOf(page: Page, options: object): Promise<string[]> {
  const violations = await page.evaluate(async (rules) => {
    const { axe } = globalThis as unknown as { axe: Axe };
    // A modal dialog hides the page behind it, which the test of that page checks.
    const isHidden = document.querySelector("main")?.closest("[inert], [aria-hidden=true]");
    const context = isHidden ? "[role=dialog], [role=alertdialog]" : "html";
    return (await axe.run(context, { ...rules, resultTypes: ["violations"] })).violations;
  }, options);
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${help}: ${target} ${failureSummary ?? ""}`),
  );
}
