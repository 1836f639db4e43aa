import type { Browser, BrowserContext, Page } from "playwright-core";
import { expect } from "vitest";
import type { CapturedRequest } from "../../../src/protocol/captured-request.ts";
import { launchBrowser } from "./chromium.ts";
import { ViewServer } from "./view-server.ts";
import { watchPage, type Watched } from "./watch.ts";

/** Above this an expectation of the page has failed. */
const EXPECT_MS = 10_000;

/**
 * The views of a captured request in a browser, under the dashboard's policy. A page must stay
 * without errors, refusals of the policy and requests to anywhere else: `end` fails otherwise.
 */
export class RequestPages {
  readonly server: ViewServer;
  readonly #browser: Browser;
  readonly #open: { context: BrowserContext; watched: Watched }[] = [];

  private constructor(server: ViewServer, browser: Browser) {
    this.server = server;
    this.#browser = browser;
  }

  static async start(): Promise<RequestPages> {
    const [server, browser] = await Promise.all([ViewServer.start(), launchBrowser()]);
    return new RequestPages(server, browser);
  }

  async stop(): Promise<void> {
    await this.#browser.close();
    await this.server.stop();
  }

  async open(): Promise<Page> {
    const context = await this.#browser.newContext({
      viewport: { width: 1000, height: 900 },
      permissions: ["clipboard-read", "clipboard-write"],
      reducedMotion: "reduce",
    });
    const page = await context.newPage();
    page.setDefaultTimeout(EXPECT_MS);
    this.#open.push({ context, watched: watchPage(page, this.server.origin) });
    return page;
  }

  async end(): Promise<void> {
    for (const { context, watched } of this.#open.splice(0)) {
      await context.close();
      expect(watched.problems).toEqual([]);
    }
  }

  /** Shows a request. `body`, where it is not in the request itself. */
  async show(page: Page, request: Partial<CapturedRequest>, body?: Uint8Array): Promise<void> {
    this.server.show(request, body);
    await page.goto(this.server.origin);
    await page.getByRole("heading", { name: "Request" }).waitFor();
  }
}

export const copied = (page: Page) => page.evaluate(() => navigator.clipboard.readText());
