import { handle } from "./app.ts";
import { deliverLeftovers } from "./domain/outbox.ts";
import type { Env } from "./env.ts";

export { AccountAllowance } from "./account/allowance.ts";
export { EndpointHub } from "./hub/endpoint-hub.ts";

export default {
  fetch: handle,
  async scheduled(_controller, env) {
    await deliverLeftovers(env);
  },
} satisfies ExportedHandler<Env>;
