import * as z from "zod/mini";
import { planName } from "../../../protocol/plans.ts";
import { handshake, responseSettings } from "../../../protocol/response-settings.ts";

/** Everything that a hub knows about its endpoint. A command carries all of it, never a part. */
export const endpointSettings = z.object({
  accountId: z.string(),
  plan: planName,
  /** Unix milliseconds; null: never. */
  expiresAt: z.nullable(z.int()),
  isPaused: z.boolean(),
  /** Beyond what the plan allows since a downgrade: history stays, webhooks are refused. */
  isReadOnly: z.boolean(),
  // Settings that were stored before these existed lack them.
  response: z.prefault(z.nullable(responseSettings), null),
  handshakes: z.prefault(z.array(handshake), []),
});
export type EndpointSettings = z.infer<typeof endpointSettings>;

/** What the rest of the worker tells a hub. Each may arrive late, twice or out of order. */
export const hubCommand = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("configure"),
    /** Grows with each change; a hub ignores what is not newer than what it has. */
    revision: z.int(),
    settings: endpointSettings,
  }),
  z.object({ type: z.literal("delete") }),
  z.object({ type: z.literal("revoke"), credentialId: z.string() }),
  /** The credential ends by itself, in Unix milliseconds: sooner than its sockets know. */
  z.object({ type: z.literal("expire"), credentialId: z.string(), at: z.int() }),
]);
export type HubCommand = z.infer<typeof hubCommand>;
