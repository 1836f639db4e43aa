import { Hono, type Context } from "hono";
import type { AppContext } from "../app-context.ts";
import { readCookie } from "../auth/cookies.ts";
import { AppError } from "../domain/app-error.ts";
import { isLocal, publicUrl } from "../env.ts";
import { homePage } from "../pages/home.ts";
import { pageHeaders } from "../pages/page-headers.ts";
import { ICON_PATH, sendPage, STYLES_PATH } from "../pages/page.ts";
import { compressed } from "../http/compressed.ts";

/** The dashboard, a single-page app: all its URLs get the same document. */
export const dashboard = new Hono<AppContext>()
  // Only checks that there is a session cookie. The dashboard's first API call checks its validity.
  .get("/", (c) => {
    if (readCookie(c, "session") !== undefined) return sendDashboard(c);
    const details = { publicUrl: publicUrl(c.env, c.req.raw), isLocal: isLocal(c.env) };
    return sendPage(c, homePage(details));
  })
  .get("/endpoints/*", (c) => sendDashboard(c))
  .get("/settings/*", (c) => sendDashboard(c))
  // On Cloudflare, assets are served without the worker. Locally, the worker serves them.
  .get("/assets/*", (c) => sendAsset(c))
  // Assets of the pages that the worker renders. Their file names have no hash, so browsers
  // revalidate them.
  .get(STYLES_PATH, (c) => sendAsset(c))
  .get(ICON_PATH, (c) => sendAsset(c));

/** A missing file gets our usual 404, which is not cached, because the next deploy may add it. */
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
      // The document refers to the files of the newest deploy and depends on a cookie.
      ...pageHeaders(contentSecurityPolicy(publicUrl(c.env, c.req.raw)), "private, no-cache"),
      "cross-origin-opener-policy": "same-origin",
    },
  });
}

/*
 * Captured webhooks may be hostile. So may the responses of /h on this origin, which the owners of
 * endpoints define. Therefore scripts are loaded from /assets/ only, and text can't become code or
 * markup (Trusted Types). `blob:` is for previews of captured images.
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
