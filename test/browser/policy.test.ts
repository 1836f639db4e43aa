import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { useSharedServer } from "../e2e/support/shared-server.ts";
import { Dashboard } from "./support/dashboard.ts";
import { watchPage, type Watched } from "./support/watch.ts";

/*
 * What the dashboard's policy refuses, in a real browser, and that the tests of all screens would
 * see a page try it.
 */

const dashboard = new Dashboard(useSharedServer());
let page: Page;
let watched: Watched;

beforeAll(async () => {
  const { context } = await dashboard.visit();
  page = await context.newPage();
  watched = watchPage(page, dashboard.origin);
  await page.goto(dashboard.origin);
  await page.getByText("Receive your first webhook").waitFor();
});
afterEach(() => {
  watched.problems.length = 0;
});
afterAll(async () => {
  await dashboard.endVisits();
});

describe("the dashboard's page refuses", () => {
  it.each([
    ["markup made of text", () => void (document.body.innerHTML = "<b>x</b>")],
    ["code made of text", () => void setTimeout("document.title = 'ran'", 0)],
    ["inline style", () => document.body.setAttribute("style", "color: red")],
    [
      "an inline <style>",
      () => {
        const style = document.createElement("style");
        style.append("body { color: red }");
        document.head.append(style);
      },
    ],
    [
      "a script from /h",
      () => {
        const script = document.createElement("script");
        script.setAttribute("src", "/h/nothing");
        document.head.append(script);
      },
    ],
    ["an image of another site", () => void (new Image().src = "https://example.com/x.png")],
    ["a call of another site", () => void fetch("https://example.com/").catch(() => {})],
  ])("%s", async (_, attack) => {
    await page.evaluate(attack).catch((error: Error) => watched.problems.push(error.message));
    await expect.poll(() => watched.problems.join("\n")).toMatch(/Content Security Policy|Trusted/);
    expect(await page.title()).toBe("Endpoints · HookNexus");
  });
});
