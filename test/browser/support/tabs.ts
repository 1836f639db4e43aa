import type { BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { GIVE_UP_MS } from "../../e2e/support/wait.ts";
import { sharedBrowser } from "./chromium.ts";

/*
 * Browser contexts are lent to one test after another. A page in a new context starts a renderer
 * process, which costs more than loading the dashboard does, so a context is cleared and lent again.
 */

const VIEWPORT = { width: 1280, height: 800 };

/**
 * A cleared page waits here, without scripts. It stays on its origin, because a page that comes from
 * another one, or from about:blank, gets a new renderer process.
 */
const WAITING_PATH = "/api/health";

/** The options that can be changed in an open context. Others need a new one. */
const CHANGEABLE = new Set(["colorScheme", "extraHTTPHeaders", "permissions", "viewport"]);

/** A browser context with one page. */
export interface Tab {
  context: BrowserContext;
  page: Page;
}

/** The tab that the last test gave back. */
let cleared: Tab | undefined;

const clearable = new WeakSet<BrowserContext>();

/** Lends a context that nobody else uses: without cookies, storage or history. */
export async function borrowTab(options: BrowserContextOptions = {}): Promise<Tab> {
  if (!Object.keys(options).every((name) => CHANGEABLE.has(name))) return newTab(options);
  const tab = cleared ?? (await newTab());
  cleared = undefined;
  clearable.add(tab.context);
  await change(tab, options);
  return tab;
}

/** Clears a borrowed tab for the next test, or closes it if it has options that can't be changed. */
export async function giveBack(tab: Tab): Promise<void> {
  if (cleared || !clearable.has(tab.context)) return tab.context.close();
  try {
    await clear(tab);
    cleared = tab;
  } catch {
    // The test closed the page, or the page crashed.
    await tab.context.close();
  }
}

/** Opens one more page, whose waits end when all others do. */
export async function openPage(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  page.setDefaultTimeout(GIVE_UP_MS);
  return page;
}

async function newTab(options: BrowserContextOptions = {}): Promise<Tab> {
  const browser = await sharedBrowser();
  const usual = { viewport: VIEWPORT, reducedMotion: "reduce" } as const;
  const context = await browser.newContext({ ...usual, ...options });
  return { context, page: await openPage(context) };
}

async function change({ context, page }: Tab, options: BrowserContextOptions): Promise<void> {
  await Promise.all([
    context.setExtraHTTPHeaders(options.extraHTTPHeaders ?? {}),
    context.grantPermissions(options.permissions ?? []),
    page.setViewportSize(options.viewport ?? VIEWPORT),
    page.emulateMedia({ colorScheme: options.colorScheme ?? "light" }),
  ]);
}

/** Removes what a test left in a context: pages, listeners, routes, storage, cookies, history. */
async function clear({ context, page }: Tab): Promise<void> {
  page.removeAllListeners("console");
  page.removeAllListeners("dialog");
  page.removeAllListeners("pageerror");
  page.removeAllListeners("request");
  page.removeAllListeners("websocket");
  // A page with an unsaved form asks before it is left.
  page.on("dialog", (dialog) => void dialog.accept());
  const others = context.pages().filter((other) => other !== page);
  const { origin } = new URL(page.url());
  await Promise.all([
    ...others.map((other) => other.close()),
    context.setOffline(false),
    context.clearPermissions(),
    page.unrouteAll(),
    page.evaluate(() => sessionStorage.clear()),
  ]);
  await page.goto(origin + WAITING_PATH);
  page.removeAllListeners("dialog");
  const session = await context.newCDPSession(page);
  await Promise.all([
    context.clearCookies(),
    session.send("Page.resetNavigationHistory"),
    session.send("Storage.clearDataForOrigin", { origin, storageTypes: "all" }),
  ]);
  await session.detach();
}
