import * as z from "zod/mini";
import { isUuid } from "./ids.ts";

/** Ten pages of requests. */
const MAX_IDS = 1_000;

const ids = z
  .array(z.string().check(z.refine(isUuid, "is not a request id")))
  .check(z.minLength(1), z.maxLength(MAX_IDS));

/** DELETE /api/requests: a list of ids, either bare or as `{"ids": […]}`. */
export const removeRequestsBody = z.pipe(
  z.union([ids, z.strictObject({ ids })]),
  z.transform((body) => (Array.isArray(body) ? body : body.ids)),
);
