import type { Context } from "hono";
import { html } from "hono/html";
import { STYLES_PATH } from "./styles.ts";

/** What a page says. Everything put into `content` by `html` is escaped. */
export interface Page {
  title: string;
  content: ReturnType<typeof html>;
  /** 200 where it is left out. */
  status?: 200 | 400 | 401 | 429;
}

/*
 * No script at all, no other site, no frame around it. Forms go to us, and by our redirect to
 * the loopback address where the command line waits: browsers check that step too.
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "form-action 'self' http://localhost:* http://127.0.0.1:*",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join("; ");

/*
 * Not "no-referrer": under it a browser sends `Origin: null` along with a form (Fetch 3.2, "append
 * a request `Origin` header"), and we would refuse the forms of our own pages.
 */
const REFERRER_POLICY = "same-origin";

/** Sends a page, with the cookies that its route has set. */
export async function sendPage(c: Context, { title, content, status = 200 }: Page) {
  const document = await html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>${title} · HookNexus</title>
        <link rel="stylesheet" href="${STYLES_PATH}" />
      </head>
      <body>
        <main>
          <p class="brand">HookNexus</p>
          ${content}
        </main>
      </body>
    </html>`;
  return c.html(document, status, {
    "content-security-policy": CONTENT_SECURITY_POLICY,
    "cache-control": "no-store",
    "referrer-policy": REFERRER_POLICY,
    "x-content-type-options": "nosniff",
  });
}

/** What went wrong with the form below it, if anything did. */
export function problemLine(problem: string | undefined) {
  return problem === undefined ? "" : html`<p class="bad" role="alert">${problem}</p>`;
}
