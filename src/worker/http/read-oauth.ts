import type { Context } from "hono";
import type * as z from "zod/mini";
import { AppError } from "../domain/app-error.ts";
import type { AppContext } from "../app-context.ts";
import { readBounded } from "./read-body.ts";
import { FORM_TYPE, MAX_FORM_BYTES } from "./read-form.ts";
import { assertStorable, parseFields, parseJson } from "./read-json.ts";

/**
 * Reads an OAuth request. The body is a form (RFC 6749, appendix B), JSON or empty. `curl -d '{…}'`
 * labels JSON as a form, so a body that begins with a brace is read as JSON: no parameter name
 * begins with one.
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
  // Checks the parsed value, because OAuth ignores unknown parameters, whatever they contain.
  assertStorable(fields);
  return fields;
}

function beginsWithBrace(bytes: Uint8Array): boolean {
  return new TextDecoder().decode(bytes).trimStart().startsWith("{");
}

/**
 * RFC 6749, section 3.2: a parameter without a value counts as omitted, and a parameter must not be
 * repeated. A repeated parameter becomes a list, which the schema refuses.
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

/** Refuses a broken percent-escape, which URLSearchParams would keep as literal text. */
function checkEscapes(text: string): void {
  try {
    decodeURIComponent(text);
  } catch {
    throw new AppError("malformed_form");
  }
}
