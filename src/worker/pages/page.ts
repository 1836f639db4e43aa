import type { Context } from "hono";
import { getCookie } from "hono/cookie";
import { html } from "hono/html";
import { pageHeaders } from "./page-headers.ts";

/** The type that `html` returns. */
export type Html = ReturnType<typeof html>;

/** A page to send. `html` escapes all values that are put into `content`. */
export interface Page {
  title: string;
  content: Html;
  /** 200 by default. */
  status?: 200 | 400 | 401 | 404 | 429;
  /** "form" by default: a single task, centred. */
  layout?: "form" | "home";
  /** The path to which the page redirects the browser. */
  redirectTo?: "/";
}

/** The style sheet and the icon of the pages. The dashboard's build writes both files. */
export const STYLES_PATH = "/pages.css";
export const ICON_PATH = "/icon.svg";

/*
 * No scripts, no other sites, no framing. Forms are posted to us, and we may redirect them to the
 * loopback URL where the CLI waits for its token. Browsers apply form-action to that redirect, too.
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

/** Renders and sends a page. Keeps the cookies that the route has set. */
export async function sendPage(c: Context, page: Page) {
  const { title, content, status = 200, layout = "form", redirectTo } = page;
  const document = await html`<!doctype html>
    <html lang="en" ${themeAttribute(c)}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        ${
          redirectTo === undefined
            ? ""
            : html`<meta http-equiv="refresh" content="0; url=${redirectTo}" />`
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

/** The theme that was chosen in the dashboard. Without one, the page follows the system. */
function themeAttribute(c: Context): Html | "" {
  const theme = getCookie(c, "hooknexus_theme");
  return theme === "light" || theme === "dark" ? html`data-theme="${theme}"` : "";
}

/** The bar of the documentation (`src/site/page.ts`), with a sign-in button if there is no form. */
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

/** The error message above a form; empty if there is none. */
export function problemLine(problem: string | undefined) {
  return problem === undefined ? "" : html`<p class="bad" role="alert">${problem}</p>`;
}
