import type { Page } from "playwright-core";
import { expect } from "vitest";
import type { CapturedRequest } from "../../../src/protocol/captured-request.ts";
import { borrowTab, giveBack, type Tab } from "./tabs.ts";
import { ViewServer } from "./view-server.ts";
import { watchPage, type Watched } from "./watch.ts";

/**
 * The views of a captured request in a browser, under the dashboard's policy. A page must stay
 * without errors, refusals of the policy and requests to anywhere else: `end` fails otherwise.
 */
export class RequestPages {
  readonly server: ViewServer;
  readonly #open: { tab: Tab; watched: Watched }[] = [];

  private constructor(server: ViewServer) {
    this.server = server;
  }

  static async start(): Promise<RequestPages> {
    return new RequestPages(await ViewServer.start());
  }

  stop(): Promise<void> {
    return this.server.stop();
  }

  async open(): Promise<Page> {
    const tab = await borrowTab({
      viewport: { width: 1000, height: 900 },
      permissions: ["clipboard-read", "clipboard-write"],
    });
    this.#open.push({ tab, watched: watchPage(tab.page, this.server.origin) });
    return tab.page;
  }

  async end(): Promise<void> {
    for (const { tab, watched } of this.#open.splice(0)) {
      await giveBack(tab);
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
