import * as z from "zod/mini";

/** A step of a run that makes hubs and database agree. Without `cursor`, it begins a new run. */
export const resyncBody = z.strictObject({ cursor: z.optional(z.string()) });

/** The result of a step. Repeat the call with `next` as its `cursor` until `next` is null. */
export const resyncStep = z.object({
  accounts: z.int(),
  endpoints: z.int(),
  pending: z.int(),
  next: z.nullable(z.string()),
});
