import type { Context } from "hono";
import { AppError } from "../domain/app-error.ts";
import type { AppContext } from "../app-context.ts";
import { readBounded } from "./read-body.ts";

/** Ten times the size of a percent-encoded email address, callback and code. */
export const MAX_FORM_BYTES = 16 * 1024;

export const FORM_TYPE = /^application\/x-www-form-urlencoded\b/i;

interface Form {
  /** The field's text; undefined if it is empty, because a browser sends unfilled fields, too. */
  get(name: string): string | undefined;
}

/**
 * Reads an HTML form in the encoding that our pages use. A form in another encoding has no fields.
 *
 * @throws AppError `body_too_large`
 */
export async function readForm(c: Context<AppContext>): Promise<Form> {
  const { bytes, size } = await readBounded(c.req.raw, MAX_FORM_BYTES);
  if (size > MAX_FORM_BYTES) throw new AppError("body_too_large", { maxSize: MAX_FORM_BYTES });
  const isForm = FORM_TYPE.test(c.req.header("content-type") ?? "");
  const fields = new URLSearchParams(isForm ? new TextDecoder().decode(bytes) : "");
  return { get: (name) => fields.get(name) || undefined };
}
