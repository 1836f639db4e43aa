import { Hono } from "hono";
import { cors } from "hono/cors";
import { etag } from "hono/etag";
import type { OpenApi } from "../../protocol/openapi.ts";
import type { AppContext } from "../app-context.ts";
import { publicUrl } from "../env.ts";
import description from "../openapi.json";
import { docsPage, referenceOf, type Reference } from "../pages/docs.ts";
import { sendPage } from "../pages/page.ts";

/** Made by `npm run generate`. The type holds what was written against what is read here. */
const API: OpenApi = description;

/** The same for everyone until the next deploy, so that a look each five minutes is enough. */
const CACHE_CONTROL = "public, max-age=300";

// Made when they are first asked for, and once: no webhook should wait for them.
let text: string | undefined;
let reference: Reference | undefined;

/** The API described: /openapi.json for programs, /docs for people. */
export const describe = new Hono<AppContext>()
  .get("/openapi.json", cors({ origin: "*" }), etag(), (c) => {
    text ??= JSON.stringify(API);
    return c.body(text, 200, {
      "content-type": "application/json",
      "cache-control": CACHE_CONTROL,
    });
  })
  .get("/docs", (c) => {
    reference ??= referenceOf(API);
    return sendPage(c, docsPage(API, reference, publicUrl(c.env, c.req.raw)));
  });
