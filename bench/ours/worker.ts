import { handle } from "../../src/worker/app.ts";
import type { Env } from "../../src/worker/env.ts";
import { benchRoute, BENCH_PREFIX } from "./routes.ts";

export { AccountAllowance } from "../../src/worker/account/allowance.ts";
export { BenchHub as EndpointHub } from "./hub.ts";

/** The product's own webhook path, plus the routes of the bench. */
export default {
  fetch(request, env, ctx) {
    // A text search, because parsing the URL a second time would add a cost that the product doesn't have.
    if (request.url.includes(BENCH_PREFIX)) return benchRoute(request, env);
    return handle(request, env, ctx);
  },
} satisfies ExportedHandler<Env>;
