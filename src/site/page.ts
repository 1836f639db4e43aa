import { html } from "hono/html";
import type { Html } from "./text.ts";

/** A page without the navigation that all pages share. */
export interface SitePage {
  /** E.g. `/docs/connect`. */
  path: string;
  title: string;
  /** One sentence for search engines. */
  description: string;
  /** Links to the sections of a long page. */
  contents?: Html;
  /** "reference" has a column of samples beside the text, "wide" has room for a table. */
  layout: "prose" | "reference" | "wide";
  content: Html;
}

/** The files that pages load and that have a hash in their name. */
export interface PageAssets {
  styles: string;
}

/** The pages of the documentation in reading order. */
const DOCUMENTATION = [
  ["/docs", "Quick start"],
  ["/docs/connect", "Connect"],
  ["/docs/api", "API reference"],
  ["/docs/limits", "Limits"],
] as const;

function isDocumentation({ path }: SitePage): boolean {
  return DOCUMENTATION.some(([documented]) => documented === path);
}

/** The HTML document. It has no script, and loads only the icon and the given assets. */
export async function documentOf(page: SitePage, { styles }: PageAssets): Promise<string> {
  const document = await html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="description" content="${page.description}" />
        <title>${page.title} · HookNexus</title>
        <link rel="icon" href="/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/${styles}" />
      </head>
      <body class="${page.layout}">
        <a class="skip-link" href="#content">Skip to content</a>
        ${topBar(page)}
        <div class="frame">
          ${isDocumentation(page) ? sidebar(page) : ""}
          <main id="content">${page.content}</main>
        </div>
      </body>
    </html>`;
  return String(document);
}

function topBar(page: SitePage): Html {
  return html`<header class="bar">
    <a class="brand" href="/">${MARK} HookNexus</a>
    <nav aria-label="Main">
      <a href="/docs" ${isDocumentation(page) ? CURRENT_SECTION : ""}>Docs</a>
      <a href="/pricing" ${page.path === "/pricing" ? CURRENT_PAGE : ""}>Pricing</a>
      <a href="/">Dashboard</a>
    </nav>
  </header>`;
}

function sidebar({ path, contents }: SitePage): Html {
  return html`<div class="side">
    <nav class="pages" aria-label="Documentation">
      ${DOCUMENTATION.map(
        ([to, name]) => html`<a href="${to}" ${to === path ? CURRENT_PAGE : ""}>${name}</a>`,
      )}
    </nav>
    ${contents ? html`<nav class="contents" aria-label="On this page">${contents}</nav>` : ""}
  </div>`;
}

const CURRENT_PAGE = html`aria-current="page"`;
const CURRENT_SECTION = html`aria-current="true"`;

/** The logo, as in the dashboard. */
const MARK = html`<svg viewBox="0 0 32 32" aria-hidden="true">
  <rect width="32" height="32" rx="8" fill="var(--accent)" />
  <path
    d="M11 8v16M21 8v16M11 16h10"
    fill="none"
    stroke="var(--on-accent)"
    stroke-width="2.6"
    stroke-linecap="round"
  />
</svg>`;
