import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { expect } from "vitest";
import type { PlanName } from "../../../src/protocol/plans.ts";
import { createClient, type HookNexus } from "../../../src/client/index.ts";
import { newAccount, type TestAccount } from "../../e2e/support/api.ts";
import { mailCount, mailedCode } from "../../e2e/support/mailbox.ts";
import { TestServer } from "../../e2e/support/server.ts";
import { launchBrowser } from "./chromium.ts";
import { watchPage, type Watched } from "./watch.ts";

/** Where there is no width to test, a usual one. */
const VIEWPORT = { width: 1280, height: 800 };

/** Above this an expectation of the page has failed. */
const EXPECT_MS = 10_000;

/** Somebody at the dashboard: a browser of their own, signed in, and their account's client. */
export interface Visitor {
  account: TestAccount;
  /** The same account by its token: to prepare, and to look from outside. */
  client: HookNexus;
  context: BrowserContext;
  page: Page;
}

/**
 * One server and one browser for a test file. Every page that it opens must stay without errors,
 * without refusals of the content security policy and without requests to anywhere else: `end`
 * fails where one did not.
 *
 * @example
 * let dashboard: Dashboard;
 * beforeAll(async () => void (dashboard = await Dashboard.start()));
 * afterEach(() => dashboard.endVisits());
 * afterAll(() => dashboard.stop());
 */
export class Dashboard {
  readonly server: TestServer;
  readonly browser: Browser;
  readonly #visits: { context: BrowserContext; watched: Watched }[] = [];

  private constructor(server: TestServer, browser: Browser) {
    this.server = server;
    this.browser = browser;
  }

  static async start(): Promise<Dashboard> {
    const [server, browser] = await Promise.all([TestServer.start(), launchBrowser()]);
    return new Dashboard(server, browser);
  }

  async stop(): Promise<void> {
    await this.browser.close();
    await this.server.remove();
  }

  get origin(): string {
    return this.server.origin;
  }

  /** A fresh account on a plan, and its browser, signed in, at `path`. */
  async visit({ plan = "pro", path = "/", ...options }: VisitOptions = {}): Promise<Visitor> {
    const account = await newAccount(this.server, plan);
    const context = await this.newContext(options);
    await this.#signIn(context, account.email);
    const page = await this.open(context, path);
    const client = createClient({ url: this.origin, token: account.token });
    return { account, client, context, page };
  }

  /** A browser of its own, not signed in. */
  newContext(options: BrowserContextOptions = {}): Promise<BrowserContext> {
    return this.browser.newContext({ viewport: VIEWPORT, reducedMotion: "reduce", ...options });
  }

  /** One more page; watched until the visits end. */
  async open(context: BrowserContext, path: string): Promise<Page> {
    const page = await context.newPage();
    page.setDefaultTimeout(EXPECT_MS);
    this.#visits.push({ context, watched: watchPage(page, this.origin) });
    await page.goto(this.origin + path);
    return page;
  }

  /** Enters the mailed code on the page that people use. */
  async signInByHand(page: Page, email: string): Promise<void> {
    const known = mailCount(this.server, email);
    await page.goto(`${this.origin}/sign-in`);
    await page.getByLabel("Email address").fill(email);
    await page.getByRole("button", { name: "Send code" }).click();
    await page.getByLabel("Six-digit code").fill(await mailedCode(this.server, email, known));
    await page.getByRole("button", { name: "Sign in" }).click();
  }

  /** Closes what the visitors have open; fails where a page did what none may. */
  async endVisits(): Promise<void> {
    const visits = this.#visits.splice(0);
    for (const context of new Set(visits.map((visit) => visit.context))) await context.close();
    expect(visits.flatMap(({ watched }) => watched.problems)).toEqual([]);
  }

  /** By the same two calls as the page makes, in the browser's own cookie jar. */
  async #signIn({ request }: BrowserContext, email: string): Promise<void> {
    const headers = { origin: this.origin };
    await request.post(`${this.origin}/auth/email`, { data: { email }, headers });
    const code = await mailedCode(this.server, email);
    const data = { email, code };
    const entered = await request.post(`${this.origin}/auth/email/verify`, { data, headers });
    expect(entered.status()).toBe(200);
  }
}

export interface VisitOptions extends BrowserContextOptions {
  plan?: PlanName;
  path?: string;
}
