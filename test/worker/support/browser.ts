import { createExecutionContext, waitOnExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import type { Env } from "../../../src/worker/env.ts";
import worker from "../../../src/worker/index.ts";
import { expectAsDeclared } from "./contract.ts";
import { json, ORIGIN } from "./world.ts";

/** The names of the cookies if PUBLIC_URL is https. */
export const SESSION_COOKIE = "__Host-hooknexus_session";
export const BROWSER_COOKIE = "__Host-hooknexus_browser";

/** The fields of an HTML form. */
type Fields = Record<string, string>;

/** Calls the worker and waits for its work after the reply, such as sending mail. */
export async function callAndSettle(
  path: string,
  init: RequestInit = {},
  deployment: Env = env,
): Promise<Response> {
  const ctx = createExecutionContext();
  const request = new Request(ORIGIN + path, { redirect: "manual", ...init });
  const response = await worker.fetch(request, deployment, ctx);
  await waitOnExecutionContext(ctx);
  await expectAsDeclared(request, response);
  return response;
}

/** Keeps cookies and sends its origin, as a browser does on our own pages. */
export class Browser {
  readonly cookies = new Map<string, string>();
  /** An IP in a network of its own, because the codes per network are limited. */
  readonly ip: string;

  constructor(ip: string = freshIp()) {
    this.ip = ip;
  }

  get cookieHeader(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  }

  get(path: string): Promise<Response> {
    return this.send(path, {});
  }

  postJson(path: string, body: unknown): Promise<Response> {
    const headers = { "content-type": "application/json", origin: ORIGIN };
    return this.send(path, { method: "POST", headers, body: JSON.stringify(body) });
  }

  /** @param origin the Origin header, which names the page of the form; null sends none */
  postForm(path: string, fields: Fields, origin: string | null = ORIGIN): Promise<Response> {
    const headers: Fields = origin === null ? {} : { origin };
    return this.send(path, { method: "POST", headers, body: new URLSearchParams(fields) });
  }

  async send(path: string, init: RequestInit): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set("cf-connecting-ip", this.ip);
    if (this.cookies.size > 0) headers.set("cookie", this.cookieHeader);
    const response = await callAndSettle(path, { ...init, headers });
    for (const cookie of response.headers.getSetCookie()) this.#keep(cookie);
    return response;
  }

  #keep(setCookie: string): void {
    const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(setCookie) ?? [];
    if (/; *max-age=0(;|$)/i.test(setCookie)) this.cookies.delete(name);
    else this.cookies.set(name, value);
  }
}

/** An IP of IPv6's documentation range (RFC 3849) that no other test uses. */
export function freshIp(): string {
  const [high, low] = crypto.randomUUID().slice(9, 18).split("-");
  return `2001:db8:${high}:${low}::1`;
}

export function freshEmail(): string {
  return `${crypto.randomUUID()}@example.com`;
}

/** The texts of all mails to an address, oldest first. */
export async function mailsTo(email: string): Promise<string[]> {
  if (!env.MAILBOX) throw new Error("MAILBOX is not bound.");
  const response = await env.MAILBOX.fetch(`http://mailbox/?to=${encodeURIComponent(email)}`);
  return json<string[]>(response);
}

/** The code of the newest mail to an address. */
export async function mailedCode(email: string): Promise<string> {
  const newest = (await mailsTo(email)).at(-1) ?? "";
  const [code] = /\b\d{6}\b/.exec(newest) ?? [];
  if (code === undefined) throw new Error(`No code was mailed to ${email}.`);
  return code;
}

/** Requests a code with this browser. Resolves to the mailed code. */
export async function askForCode(browser: Browser, email: string): Promise<string> {
  await json(await browser.postJson("/auth/email", { email }), 202);
  return mailedCode(email.toLowerCase());
}

/** A browser that has signed in with a code. */
export async function signedInBrowser(email: string = freshEmail()): Promise<Browser> {
  const browser = new Browser();
  const code = await askForCode(browser, email);
  await json(await browser.postJson("/auth/email/verify", { email, code }));
  return browser;
}
