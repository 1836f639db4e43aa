import * as z from "zod/mini";
import { isUuid } from "./ids.ts";

/** As many as one page of the history holds, ten times over. */
const MAX_IDS = 1_000;

const ids = z
  .array(z.string().check(z.refine(isUuid, "is not a request id")))
  .check(z.minLength(1), z.maxLength(MAX_IDS));

/** DELETE /api/requests: a list of ids, bare or as `{"ids": […]}`. */
export const removeRequestsBody = z.pipe(
  z.union([ids, z.strictObject({ ids })]),
  z.transform((body) => (Array.isArray(body) ? body : body.ids)),
);
