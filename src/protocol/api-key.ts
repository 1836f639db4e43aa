import * as z from "zod/mini";
import { isUuid } from "./ids.ts";
import { DAY_MS, SECOND_MS } from "./time-units.ts";

const MAX_NAME_CHARACTERS = 100;
const MAX_ENDPOINT_IDS = 1_000;

const name = z.string().check(z.trim(), z.minLength(1), z.maxLength(MAX_NAME_CHARACTERS));

/** POST /api/keys. `expiresAt` is ISO 8601. `endpointIds` restricts the key to those endpoints. */
export const createKeyBody = z.strictObject({
  name: z.optional(z.nullable(name)),
  endpointIds: z.optional(
    z.nullable(
      z
        .array(z.string().check(z.refine(isUuid, "is not an endpoint id")))
        .check(z.minLength(1), z.maxLength(MAX_ENDPOINT_IDS)),
    ),
  ),
  expiresAt: z.optional(z.nullable(z.iso.datetime({ offset: true }))),
});
export type CreateKeyBody = z.infer<typeof createKeyBody>;

/** PATCH /api/keys/:id. */
export const renameKeyBody = z.strictObject({ name });

/** An API key in GET /api/keys. It contains neither the secret nor its hash. */
export const apiKey = z.object({
  id: z.string(),
  name: z.nullable(z.string()),
  /** The first characters of the key, at most 15, to recognise it by. */
  prefix: z.string(),
  createdAt: z.string(),
  lastUsedAt: z.nullable(z.string()),
  expiresAt: z.nullable(z.string()),
  endpointIds: z.nullable(z.array(z.string())),
});
export type ApiKey = z.infer<typeof apiKey>;

/** The reply to POST /api/keys. `key` is never shown again. */
export const createdKey = z.extend(apiKey, { key: z.string() });
export type CreatedKey = z.infer<typeof createdKey>;

/** A day is enough to deploy the new key, and limits how long a leaked old one works. */
const MAX_OVERLAP_SECONDS = DAY_MS / SECOND_MS;

/** POST /api/keys/:id/rotate. The old key keeps working for `overlapSeconds`, which defaults to 0. */
export const rotateKeyBody = z.strictObject({
  overlapSeconds: z.optional(z.int().check(z.minimum(0), z.maximum(MAX_OVERLAP_SECONDS))),
});
