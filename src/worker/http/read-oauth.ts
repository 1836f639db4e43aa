import type { Context } from "hono";
import type * as z from "zod/mini";
import { AppError } from "../domain/app-error.ts";
import type { AppContext } from "../app-context.ts";
import { readBounded } from "./read-body.ts";
import { FORM_TYPE, MAX_FORM_BYTES } from "./read-form.ts";
import { checkKeepable, parseFields, parseJson } from "./read-json.ts";

/**
 * Reads an OAuth request: a form, as RFC 6749 appendix B has it, or JSON, or nothing. What `curl
 * -d '{…}'` sends is called a form and is JSON: no parameter begins with a brace.
 *
 * @throws AppError `malformed_json`, `malformed_form`, `invalid_field` or `body_too_large`
 */
export async function readOauth<Schema extends z.ZodMiniType>(
  c: Context<AppContext>,
  schema: Schema,
): Promise<z.infer<Schema>> {
  const { bytes, size } = await readBounded(c.req.raw, MAX_FORM_BYTES);
  if (size > MAX_FORM_BYTES) throw new AppError("body_too_large", { maxSize: MAX_FORM_BYTES });
  const isForm = FORM_TYPE.test(c.req.header("content-type") ?? "") && !beginsWithBrace(bytes);
  const fields = parseFields(schema, isForm ? parseForm(bytes) : parseJson(bytes));
  // Not what was sent: what the schema left out is ignored here, whatever it is.
  checkKeepable(fields);
  return fields;
}

function beginsWithBrace(bytes: Uint8Array): boolean {
  return new TextDecoder().decode(bytes).trimStart().startsWith("{");
}

/**
 * RFC 6749 section 3.2: a parameter without a value counts as left out, and none may come twice;
 * one that does is a list here, and so no text for the schema.
 */
function parseForm(bytes: Uint8Array): Record<string, string | string[]> {
  const text = new TextDecoder().decode(bytes);
  checkEscapes(text);
  const parameters = new URLSearchParams(text);
  const names = [...new Set(parameters.keys())];
  const fields = names.map((name) => {
    const [first = "", ...more] = parameters.getAll(name);
    return [name, more.length > 0 ? [first, ...more] : first] as const;
  });
  return Object.fromEntries(fields.filter(([, value]) => value !== ""));
}

/** URLSearchParams keeps a broken escape as it stands, and so another text than was meant. */
function checkEscapes(text: string): void {
  try {
    decodeURIComponent(text);
  } catch {
    throw new AppError("malformed_form");
  }
}
