import * as z from "zod/mini";
import { isUuid } from "./ids.ts";

const MAX_NAME_CHARACTERS = 100;
const MAX_ENDPOINT_IDS = 1_000;

const name = z.string().check(z.trim(), z.minLength(1), z.maxLength(MAX_NAME_CHARACTERS));

/** POST /api/keys. `expiresAt` is ISO 8601; `endpointIds` limits the key to those endpoints. */
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

/** One API key as GET /api/keys lists it: never the secret, never its hash. */
export const apiKey = z.object({
  id: z.string(),
  name: z.nullable(z.string()),
  /** The first characters of the key, to recognise it by; 15 at most. */
  prefix: z.string(),
  createdAt: z.string(),
  lastUsedAt: z.nullable(z.string()),
  expiresAt: z.nullable(z.string()),
  endpointIds: z.nullable(z.array(z.string())),
});
export type ApiKey = z.infer<typeof apiKey>;

/** The reply to POST /api/keys: the only time that `key` is ever shown. */
export const createdKey = z.extend(apiKey, { key: z.string() });
export type CreatedKey = z.infer<typeof createdKey>;

/** As long as two keys may stand in for one another: a day. */
const MAX_OVERLAP_SECONDS = 86_400;

/** POST /api/keys/:id/rotate. The old key works for so much longer; 0 where it is left out. */
export const rotateKeyBody = z.strictObject({
  overlapSeconds: z.optional(z.int().check(z.minimum(0), z.maximum(MAX_OVERLAP_SECONDS))),
});
