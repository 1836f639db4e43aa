import { handle } from "./app.ts";
import { deliverLeftovers } from "./domain/outbox.ts";
import { beat } from "./domain/pulse.ts";
import { purge } from "./domain/purge.ts";
import type { Env } from "./env.ts";

export { AccountAllowance } from "./account/allowance.ts";
export { EndpointHub } from "./hub/endpoint-hub.ts";
export { Limiter } from "./limiter/limiter.ts";

export default {
  fetch: handle,
  async scheduled(_controller, env) {
    const now = Date.now();
    const tasks = await Promise.allSettled([
      // In this order: a database that was just restored must be marked before anything is purged.
      beat(env, now).then(() => purge(env, now)),
      deliverLeftovers(env),
    ]);
    for (const task of tasks) if (task.status === "rejected") throw task.reason;
  },
} satisfies ExportedHandler<Env>;
