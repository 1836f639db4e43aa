import { Hono, type Context } from "hono";
import { cors } from "hono/cors";
import { PLAN_ROWS } from "../../protocol/plan-table.ts";
import { planName, type Plans } from "../../protocol/plans.ts";
import type { AppContext } from "../app-context.ts";
import { plansOf, publicUrl } from "../env.ts";
import { ICON_PATH } from "../pages/page.ts";
import { pageHeaders } from "../pages/page-headers.ts";

/** The pages change only with a deploy, so caches may keep them for five minutes. */
const CACHE_CONTROL = "public, max-age=300";

/** The pages that the build has written: documentation, plans and the OpenAPI document. */
export const site = new Hono<AppContext>()
  .get("/docs", (c) => sendPage(c))
  .get("/docs/connect", (c) => sendPage(c))
  .get("/docs/api", (c) => sendPage(c))
  .get("/docs/limits", (c) => sendPage(c))
  .get("/pricing", (c) => sendPage(c))
  .get("/openapi.json", cors({ origin: "*" }), async (c) => {
    const description = await assetOf(c, "/site/openapi.json", c.req.raw.headers);
    return new Response(description.body, {
      status: description.status,
      headers: {
        "content-type": "application/json",
        "cache-control": CACHE_CONTROL,
        etag: description.headers.get("etag") ?? "",
        "x-content-type-options": "nosniff",
      },
    });
  });

/** `/docs/api` is `site/docs/api.html` with the values of this deployment filled in. */
async function sendPage(c: Context<AppContext>): Promise<Response> {
  const origin = publicUrl(c.env, c.req.raw);
  const page = await assetOf(c, `/site${c.req.path}.html`);
  // The file's ETag is left out, because it does not change with the settings that are filled in.
  const headers = pageHeaders(contentSecurityPolicy(origin), CACHE_CONTROL);
  return filled(new Response(page.body, { status: page.status, headers }), origin, plansOf(c.env));
}

function assetOf(c: Context<AppContext>, path: string, headers?: Headers): Promise<Response> {
  const etag = headers?.get("if-none-match");
  const init = etag ? { headers: { "if-none-match": etag } } : {};
  return c.env.ASSETS.fetch(new URL(path, c.req.url), init);
}

/** Fills in this deployment's origin and, in the table of plans, the operator's limits. */
function filled(page: Response, origin: string, plans: Plans): Response {
  return new HTMLRewriter()
    .on("[data-origin]", { element: (place) => void place.setInnerContent(origin) })
    .on("td[data-plan]", {
      element(cell) {
        const plan = planName.parse(cell.getAttribute("data-plan"));
        const row = PLAN_ROWS.find(({ limit }) => limit === cell.getAttribute("data-limit"));
        if (row) cell.setInnerContent(row.text(plans[plan]));
      },
    })
    .transform(page);
}

/** No scripts and no forms. Styles and fonts come from /assets/ only, as in the dashboard. */
function contentSecurityPolicy(origin: string): string[] {
  const assets = `${origin}/assets/`;
  return [
    "default-src 'none'",
    `style-src ${assets}`,
    `font-src ${assets}`,
    `img-src ${origin}${ICON_PATH}`,
    "form-action 'none'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ];
}
