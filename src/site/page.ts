import { html } from "hono/html";
import type { Html } from "./text.ts";

/** One page, all but the frame that it has in common with the others. */
export interface SitePage {
  /** Where it is, e.g. `/docs/connect`. */
  address: string;
  title: string;
  /** One sentence, for whoever finds the page by searching. */
  description: string;
  /** A list of places on the page; long pages have one. */
  places?: Html;
  /** "reference" has room for samples beside the text, "wide" for one table. */
  layout: "prose" | "reference" | "wide";
  content: Html;
}

/** What the pages load that is named by its hash. */
export interface PageAssets {
  styles: string;
}

/** The pages of the documentation, in the order in which they are read. */
const DOCUMENTATION = [
  ["/docs", "Quick start"],
  ["/docs/connect", "Connect"],
  ["/docs/api", "API reference"],
  ["/docs/limits", "Limits"],
] as const;

export const isDocumentation = ({ address }: SitePage) =>
  DOCUMENTATION.some(([documented]) => documented === address);

/** The whole document. It has no script, and loads nothing but what `assets` names. */
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
        <a class="skip-link" href="#content">Skip to the content</a>
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
      <a href="/pricing" ${page.address === "/pricing" ? CURRENT_PAGE : ""}>Pricing</a>
      <a href="/">Dashboard</a>
    </nav>
  </header>`;
}

function sidebar({ address, places }: SitePage): Html {
  return html`<div class="side">
    <nav class="pages" aria-label="Documentation">
      ${DOCUMENTATION.map(
        ([to, name]) => html`<a href="${to}" ${to === address ? CURRENT_PAGE : ""}>${name}</a>`,
      )}
    </nav>
    ${places ? html`<nav class="places" aria-label="On this page">${places}</nav>` : ""}
  </div>`;
}

const CURRENT_PAGE = html`aria-current="page"`;
const CURRENT_SECTION = html`aria-current="true"`;

/** The sign of the product, as the dashboard has it. */
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
