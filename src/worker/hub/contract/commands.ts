import * as z from "zod/mini";
import { planName } from "../../../protocol/plans.ts";
import { handshake, responseSettings } from "../../../protocol/response-settings.ts";

/** All settings that a hub knows. A `configure` command always contains all of them. */
export const endpointSettings = z.object({
  accountId: z.string(),
  plan: planName,
  /** Unix milliseconds; null: never. */
  expiresAt: z.nullable(z.int()),
  isPaused: z.boolean(),
  /** Set if a downgrade left more endpoints than the plan allows: webhooks are refused. */
  isReadOnly: z.boolean(),
  // Settings that an older version stored do not have these fields.
  response: z.prefault(z.nullable(responseSettings), null),
  handshakes: z.prefault(z.array(handshake), []),
});
export type EndpointSettings = z.infer<typeof endpointSettings>;

/** @param now Unix milliseconds */
export function isExpired({ expiresAt }: EndpointSettings, now: number): boolean {
  return expiresAt !== null && expiresAt <= now;
}

/** A command to a hub. It may arrive late, twice or out of order. */
export const hubCommand = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("configure"),
    /** Grows with each change; a hub ignores a revision older than its own. */
    revision: z.int(),
    settings: endpointSettings,
  }),
  z.object({ type: z.literal("delete") }),
  z.object({ type: z.literal("revoke"), credentialId: z.string() }),
  /** The credential now expires at this time (Unix milliseconds), earlier than before. */
  z.object({ type: z.literal("expire"), credentialId: z.string(), at: z.int() }),
]);
export type HubCommand = z.infer<typeof hubCommand>;
