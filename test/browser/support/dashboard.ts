import type { BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { afterEach, expect } from "vitest";
import type { PlanName } from "../../../src/protocol/plans.ts";
import { createClient, type HookNexus } from "../../../src/client/index.ts";
import { newAccount, type TestAccount } from "../../e2e/support/api.ts";
import { mailCount, mailedCode } from "../../e2e/support/mailbox.ts";
import type { RunningServer } from "../../e2e/support/server.ts";
import { useSharedServer } from "../../e2e/support/shared-server.ts";
import { GIVE_UP_MS } from "../../e2e/support/wait.ts";
import { sharedBrowser } from "./chromium.ts";
import { freshIp } from "./fresh.ts";
import { watchPage, type Watched } from "./watch.ts";

/** Where there is no width to test, a usual one. */
const VIEWPORT = { width: 1280, height: 800 };

/** Somebody at the dashboard: a browser of their own, signed in, and their account's client. */
export interface Visitor {
  account: TestAccount;
  /** The same account by its token: to prepare, and to look from outside. */
  client: HookNexus;
  context: BrowserContext;
  page: Page;
}

/**
 * The dashboard in a browser. Every page that it opens must stay without errors, without refusals
 * of the content security policy and without requests to anywhere else: `endVisits` fails where
 * one did not.
 */
export class Dashboard {
  readonly server: RunningServer;
  readonly #visits: { context: BrowserContext; watched: Watched }[] = [];

  constructor(server: RunningServer) {
    this.server = server;
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
  async newContext(options: BrowserContextOptions = {}): Promise<BrowserContext> {
    const browser = await sharedBrowser();
    return browser.newContext({
      viewport: VIEWPORT,
      reducedMotion: "reduce",
      // A network gets only so many sign-in codes an hour, so each visitor has one of its own.
      extraHTTPHeaders: { "cf-connecting-ip": freshIp() },
      ...options,
    });
  }

  /** One more page; watched until the visits end. */
  async open(context: BrowserContext, path: string): Promise<Page> {
    const page = await context.newPage();
    page.setDefaultTimeout(GIVE_UP_MS);
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

/** The dashboard of the shared server for a test file, whose visits end after each test. */
export function useDashboard(): Dashboard {
  const dashboard = new Dashboard(useSharedServer());
  afterEach(() => dashboard.endVisits());
  return dashboard;
}
