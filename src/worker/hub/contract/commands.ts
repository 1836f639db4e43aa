import * as z from "zod/mini";
import { PLAN_NAMES, planName } from "../../../protocol/plans.ts";
import { handshake, responseSettings } from "../../../protocol/response-settings.ts";

/** The most restrictive plan. */
const [LOWEST_PLAN] = PLAN_NAMES;

const isHandshake = (name: unknown) => handshake.safeParse(name).success;

/**
 * All settings that a hub knows. A `configure` command always contains all of them, but a newer or
 * an older version may have written it: a field that is missing or not understood gets its default,
 * and a plan that is not known limits like the lowest one. Reading settings must never fail, because
 * then the hub could not start.
 */
export const endpointSettings = z.object({
  accountId: z.string(),
  plan: z.catch(planName, LOWEST_PLAN),
  /** Unix milliseconds; null: never. */
  expiresAt: z.catch(z.nullable(z.int()), null),
  isPaused: z.catch(z.boolean(), false),
  /** Set if a downgrade left more endpoints than the plan allows: webhooks are refused. */
  isReadOnly: z.catch(z.boolean(), false),
  response: z.catch(z.nullable(responseSettings), null),
  handshakes: z.pipe(
    z.pipe(
      z.catch(z.array(z.unknown()), []),
      z.transform((names: unknown[]) => names.filter(isHandshake)),
    ),
    z.array(handshake),
  ),
});
export type EndpointSettings = z.infer<typeof endpointSettings>;

/** @param now Unix milliseconds */
export function isExpired({ expiresAt }: EndpointSettings, now: number): boolean {
  return expiresAt !== null && expiresAt <= now;
}

const configureCommand = z.object({
  type: z.literal("configure"),
  /** The version of the worker that wrote the settings; version 1 did not say. */
  version: z.optional(z.int()),
  /** Grows with each change; a hub ignores a revision older than its own. */
  revision: z.int(),
  /** `EndpointSettings`, kept as received: fields that this version does not know must reach the hub. */
  settings: z.record(z.string(), z.unknown()),
});
export type ConfigureCommand = z.infer<typeof configureCommand>;

/** A command to a hub. It may arrive late, twice or out of order. */
export const hubCommand = z.discriminatedUnion("type", [
  configureCommand,
  z.object({ type: z.literal("delete") }),
  z.object({ type: z.literal("revoke"), credentialId: z.string() }),
  /** The credential now expires at this time (Unix milliseconds), earlier than before. */
  z.object({ type: z.literal("expire"), credentialId: z.string(), at: z.int() }),
]);
export type HubCommand = z.infer<typeof hubCommand>;
