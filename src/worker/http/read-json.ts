import type { Context } from "hono";
import en from "zod/v4/locales/en.js";
import * as z from "zod/mini";
import { AppError } from "../domain/app-error.ts";
import type { AppContext } from "../app-context.ts";
import { firstProblem, findUnstorable, type FieldProblem } from "./field-problem.ts";
import { readBounded } from "./read-body.ts";

/** Enough for the longest list of ids. Most other bodies are much smaller. */
const MAX_JSON_BYTES = 128 * 1024;

// zod/mini has no error messages of its own. These name the expected and the received type.
z.config(en());

/**
 * Reads a JSON body and validates it. An absent body counts as `{}`, because the published client
 * sends none if it has no fields to set.
 *
 * @param schema must be strict at every level
 * @throws AppError `malformed_json`, `invalid_field` (naming the field) or `body_too_large`
 */
export async function readJson<Schema extends z.ZodMiniType>(
  c: Context<AppContext>,
  schema: Schema,
  maxBytes = MAX_JSON_BYTES,
): Promise<z.infer<Schema>> {
  const sent = parseJson(await readBytes(c, maxBytes));
  const fields = parseFields(schema, sent);
  // Checks the sent value, because the schema may have dropped a field from the parsed one.
  assertStorable(sent);
  return fields;
}

/** Validates a value. The error names the first invalid field. */
export function parseFields<Schema extends z.ZodMiniType>(
  schema: Schema,
  value: unknown,
): z.infer<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw invalidField(firstProblem(parsed.error.issues));
}

/**
 * Refuses a value that could not be stored unchanged.
 * @param value must be validated already, which limits its depth
 */
export function assertStorable(value: unknown): void {
  const problem = findUnstorable(value);
  if (problem) throw invalidField(problem);
}

function invalidField({ field, what }: FieldProblem): AppError {
  return new AppError("invalid_field", { field }, `${field}: ${what}.`);
}

/** Throws on invalid UTF-8: a lenient decoder would insert replacement characters. */
const strictUtf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false });

/**
 * Parses JSON. Empty text counts as `{}`.
 * @throws AppError `malformed_json`
 */
export function parseJson(bytes: Uint8Array): unknown {
  try {
    const text = strictUtf8.decode(bytes);
    return text.trim() === "" ? {} : JSON.parse(text);
  } catch {
    throw new AppError("malformed_json");
  }
}

async function readBytes(c: Context<AppContext>, maxBytes: number): Promise<Uint8Array> {
  const { bytes, size } = await readBounded(c.req.raw, maxBytes);
  if (size > maxBytes) throw new AppError("body_too_large", { maxSize: maxBytes });
  return bytes;
}
