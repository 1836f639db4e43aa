import { handle } from "../../src/worker/app.ts";
import type { Env } from "../../src/worker/env.ts";
import { benchRoute, BENCH_PREFIX } from "./routes.ts";

export { AccountAllowance } from "../../src/worker/account/allowance.ts";
export { BenchHub as EndpointHub } from "./hub.ts";

/** The product as it takes webhooks in, and beside it the doors that the bench comes in by. */
export default {
  fetch(request, env, ctx) {
    // Looked for in the text: a second parsed URL would be a cost that the product does not have.
    if (request.url.includes(BENCH_PREFIX)) return benchRoute(request, env);
    return handle(request, env, ctx);
  },
} satisfies ExportedHandler<Env>;
