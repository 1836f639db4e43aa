import { Hono, type Context } from "hono";
import type { AppContext } from "../app-context.ts";
import { readCookie } from "../auth/cookies.ts";
import { AppError } from "../domain/app-error.ts";
import { isLocal, publicUrl } from "../env.ts";
import { homePage } from "../pages/home.ts";
import { pageHeaders } from "../pages/page-headers.ts";
import { ICON_PATH, sendPage, STYLES_PATH } from "../pages/page.ts";
import { compressed } from "../http/compressed.ts";

/** The dashboard: one document for all of its URLs, which its own router reads. */
export const dashboard = new Hono<AppContext>()
  // Only checks that there is a cookie. The dashboard's first API call finds out if it is valid.
  .get("/", (c) => {
    if (readCookie(c, "session") !== undefined) return sendDashboard(c);
    const details = { publicUrl: publicUrl(c.env, c.req.raw), isLocal: isLocal(c.env) };
    return sendPage(c, homePage(details));
  })
  .get("/endpoints/*", (c) => sendDashboard(c))
  .get("/settings/*", (c) => sendDashboard(c))
  // On the edge, assets are served without the worker. On one machine, the worker serves them.
  .get("/assets/*", (c) => sendAsset(c))
  // For the pages that the worker renders. Their names have no hash, so they are revalidated.
  .get(STYLES_PATH, (c) => sendAsset(c))
  .get(ICON_PATH, (c) => sendAsset(c));

/** A missing file gets our usual, uncached 404: the next deploy may add it. */
async function sendAsset(c: Context<AppContext>): Promise<Response> {
  const asset = await c.env.ASSETS.fetch(c.req.raw);
  if (asset.status === 404) throw new AppError("not_found");
  return compressed(asset, c.req.raw);
}

async function sendDashboard(c: Context<AppContext>): Promise<Response> {
  const document = await c.env.ASSETS.fetch(new URL("/index.html", c.req.url));
  return new Response(document.body, {
    status: document.status,
    headers: {
      // The document names the files of the newest deploy and depends on a cookie.
      ...pageHeaders(contentSecurityPolicy(publicUrl(c.env, c.req.raw)), "private, no-cache"),
      "cross-origin-opener-policy": "same-origin",
    },
  });
}

/*
 * Captured webhooks are hostile, and /h, whose responses the owner sets, shares this origin. So
 * code is loaded from /assets/ only, and no text becomes code or markup (Trusted Types). `blob:`
 * is for previews of captured images.
 */
function contentSecurityPolicy(origin: string): string[] {
  const assets = `${origin}/assets/`;
  return [
    "default-src 'none'",
    `script-src ${assets}`,
    `style-src ${assets}`,
    `font-src ${assets}`,
    `img-src ${assets} ${origin}${ICON_PATH} blob:`,
    "connect-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ];
}
