import type { BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { afterEach, expect } from "vitest";
import type { PlanName } from "../../../src/protocol/plans.ts";
import { createClient, type HookNexus } from "../../../src/client/index.ts";
import { newAccount, type TestAccount } from "../../e2e/support/api.ts";
import { mailCount, mailedCode } from "../../e2e/support/mailbox.ts";
import type { RunningServer } from "../../e2e/support/server.ts";
import { useSharedServer } from "../../e2e/support/shared-server.ts";
import { freshIp } from "./fresh.ts";
import { borrowTab, giveBack, openPage, type Tab } from "./tabs.ts";
import { watchPage, type Watched } from "./watch.ts";

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
  readonly #tabs: Tab[] = [];
  /** The first page of each context, until it is opened. */
  readonly #unopened = new Map<BrowserContext, Page>();
  readonly #watched: Watched[] = [];

  constructor(server: RunningServer) {
    this.server = server;
  }

  get origin(): string {
    return this.server.origin;
  }

  /** A fresh account on a plan, and its browser, signed in, at `path` if there is one. */
  async visit({ plan = "pro", path = "/", ...options }: VisitOptions = {}): Promise<Visitor> {
    const account = await newAccount(this.server, plan);
    const context = await this.newContext(options);
    await this.#signIn(context, account.email);
    const page = await this.#watchedPage(context);
    if (path !== null) await page.goto(this.origin + path);
    const client = createClient({ url: this.origin, token: account.token });
    return { account, client, context, page };
  }

  /** A browser of its own, not signed in. */
  async newContext(options: BrowserContextOptions = {}): Promise<BrowserContext> {
    // A network gets only so many sign-in codes an hour, so each visitor has one of its own.
    const extraHTTPHeaders = { "cf-connecting-ip": freshIp() };
    const tab = await borrowTab({ extraHTTPHeaders, ...options });
    this.#tabs.push(tab);
    this.#unopened.set(tab.context, tab.page);
    return tab.context;
  }

  /** Opens a URL in the context's first page, or in one more; watched until the visits end. */
  async open(context: BrowserContext, path: string): Promise<Page> {
    const page = await this.#watchedPage(context);
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

  /** Closes what the visitors have open. Fails if a page did what none may do. */
  async endVisits(): Promise<void> {
    this.#unopened.clear();
    for (const tab of this.#tabs.splice(0)) await giveBack(tab);
    expect(this.#watched.splice(0).flatMap(({ problems }) => problems)).toEqual([]);
  }

  async #watchedPage(context: BrowserContext): Promise<Page> {
    const page = this.#unopened.get(context) ?? (await openPage(context));
    this.#unopened.delete(context);
    this.#watched.push(watchPage(page, this.origin));
    return page;
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
  /** Null if the test opens the first URL itself. */
  path?: string | null;
}

/** The dashboard of the shared server for a test file, whose visits end after each test. */
export function useDashboard(): Dashboard {
  const dashboard = new Dashboard(useSharedServer());
  afterEach(() => dashboard.endVisits());
  return dashboard;
}
