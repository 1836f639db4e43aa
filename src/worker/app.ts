import { Hono } from "hono";
import { cors } from "hono/cors";
import { redirectLoopback } from "./auth/loopback.ts";
import { AppError } from "./domain/app-error.ts";
import type { Env } from "./env.ts";
import { notFoundPage } from "./pages/not-found.ts";
import { sendPage } from "./pages/page.ts";
import { account } from "./routes/account.ts";
import { admin } from "./routes/admin.ts";
import type { AppContext } from "./app-context.ts";
import { auth } from "./routes/auth.ts";
import { billing } from "./routes/billing.ts";
import { dashboard } from "./routes/dashboard.ts";
import { device } from "./routes/device.ts";
import { devicePages } from "./routes/device-pages.ts";
import { endpoints } from "./routes/endpoints.ts";
import { errorReply } from "./http/error-reply.ts";
import { health } from "./routes/health.ts";
import { ingest, INGEST_PREFIX, pathAndQuery } from "./ingest/ingest.ts";
import { keys } from "./routes/keys.ts";
import { listen } from "./routes/listen.ts";
import { listeners } from "./routes/listeners.ts";
import { methodsOf, routesOf } from "./http/method-not-allowed.ts";
import { replays } from "./routes/replay.ts";
import { requests } from "./routes/requests.ts";
import { signInPages } from "./routes/sign-in.ts";
import { site } from "./routes/site.ts";
import { signatures } from "./routes/verify-signature.ts";

const app = new Hono<AppContext>();

app.use(async (c, next) => {
  c.set("requestId", crypto.randomUUID());
  await next();
});

// A page of any origin may call the API with a token, but not with our cookie: credentials are off.
app.use("/api/*", cors({ origin: "*", maxAge: 7200 }));
app.use("/api/*", noStore());
app.use("/auth/*", noStore());
app.use("/billing/*", noStore());

app.route("/ws", listen);
app.route("/api/endpoints", endpoints);
app.route("/api/endpoints", listeners);
app.route("/api/requests", requests);
app.route("/api/keys", keys);
app.route("/api/replay", replays);
app.route("/api/account", account);
app.route("/api/admin", admin);
app.route("/api/verify-signature", signatures);
app.route("/api/health", health);
app.route("/auth", auth);
app.route("/auth/device", device);
app.route("/billing", billing);
app.route("/", site);
for (const page of ["/", "/sign-in", "/auth/github", "/device"]) app.get(page, redirectLoopback);
app.route("/", signInPages);
app.route("/device", devicePages);
app.route("/", dashboard);

/** Every route except /h, which bypasses the router. */
export const routes = routesOf(app);

const allowedMethods = methodsOf(app);

app.notFound((c) => {
  const allowed = allowedMethods(c.req.path);
  if (allowed.length === 0) {
    // Only browser navigations send `Sec-Fetch-Dest: document`; answer those with HTML.
    if (c.req.header("sec-fetch-dest") === "document") return sendPage(c, notFoundPage());
    return errorReply(new AppError("not_found"), c.var.requestId);
  }
  const reply = errorReply(new AppError("method_not_allowed"), c.var.requestId);
  reply.headers.set("allow", allowed.join(", "));
  return reply;
});
app.onError((error, c) => errorReply(error, c.var.requestId));

/** Replies contain credentials and untrusted content, so no cache may store them. */
function noStore() {
  return async (c: { res: Response }, next: () => Promise<void>) => {
    await next();
    if (c.res.status !== 101) c.res.headers.set("cache-control", "no-store");
  };
}

/** Webhooks bypass the router; every other request goes through it. */
export function handle(request: Request, env: Env, ctx: ExecutionContext) {
  const target = pathAndQuery(request.url);
  if (target.startsWith(INGEST_PREFIX)) return ingest(request, target, env, ctx);
  return app.fetch(request, env, ctx);
}
