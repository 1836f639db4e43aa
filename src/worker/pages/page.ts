import type { Context } from "hono";
import { getCookie } from "hono/cookie";
import { html } from "hono/html";
import { pageHeaders } from "./page-headers.ts";

/** What `html` makes. */
export type Html = ReturnType<typeof html>;

/** What a page says. Everything put into `content` by `html` is escaped. */
export interface Page {
  title: string;
  content: Html;
  /** 200 where it is left out. */
  status?: 200 | 400 | 401 | 404 | 429;
  /** "form" where it is left out: one thing to do, in the middle. */
  layout?: "form" | "home";
  /** Where the browser goes on to by itself: an address of ours. */
  goesOnTo?: "/";
}

/** Where the pages find their style sheet and sign: files that the dashboard's build makes. */
export const STYLES_PATH = "/pages.css";
export const ICON_PATH = "/icon.svg";

/*
 * No script at all, no other site, no frame around it. Forms go to us, and by our redirect to
 * the loopback address where the command line waits: browsers check that step too.
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self'",
  "form-action 'self' http://localhost:* http://127.0.0.1:*",
  "frame-ancestors 'none'",
  "base-uri 'none'",
];

/** Sends a page, with the cookies that its route has set. */
export async function sendPage(c: Context, page: Page) {
  const { title, content, status = 200, layout = "form", goesOnTo } = page;
  const document = await html`<!doctype html>
    <html lang="en" ${themeAttribute(c)}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        ${
          goesOnTo === undefined
            ? ""
            : html`<meta http-equiv="refresh" content="0; url=${goesOnTo}" />`
        }
        <title>${title} · HookNexus</title>
        <link rel="icon" href="${ICON_PATH}" type="image/svg+xml" />
        <link rel="stylesheet" href="${STYLES_PATH}" />
      </head>
      <body class="${layout}">
        <a class="skip-link" href="#content">Skip to content</a>
        ${bar(layout)}
        <main id="content">${content}</main>
      </body>
    </html>`;
  return c.html(document, status, pageHeaders(CONTENT_SECURITY_POLICY, "no-store"));
}

/** What the dashboard's switch has chosen; without it a page follows the system. */
function themeAttribute(c: Context): Html | "" {
  const theme = getCookie(c, "hooknexus_theme");
  return theme === "light" || theme === "dark" ? html`data-theme="${theme}"` : "";
}

/** The bar of the documentation, `src/site/page.ts`, with the way in where there is no form. */
function bar(layout: Page["layout"]): Html {
  return html`<header class="bar">
    <a class="brand" href="/">HookNexus</a>
    <nav aria-label="Main">
      <a href="/docs">Docs</a>
      <a href="/pricing">Pricing</a>
      ${layout === "form" ? "" : html`<a class="button second" href="/sign-in">Sign in</a>`}
    </nav>
  </header>`;
}

/** What went wrong with the form below it, if anything did. */
export function problemLine(problem: string | undefined) {
  return problem === undefined ? "" : html`<p class="bad" role="alert">${problem}</p>`;
}
