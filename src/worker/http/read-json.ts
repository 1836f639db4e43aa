import type { Context } from "hono";
import en from "zod/v4/locales/en.js";
import * as z from "zod/mini";
import { AppError } from "../domain/app-error.ts";
import type { AppContext } from "../app-context.ts";
import { firstProblem, unkeepable, type FieldProblem } from "./field-problem.ts";
import { readBounded } from "./read-body.ts";

/** The longest list of ids fits in; nothing else that this API takes comes near. */
const MAX_JSON_BYTES = 128 * 1024;

// zod/mini comes without words; these say what was expected and what came.
z.config(en());

/**
 * Reads a JSON body as the schema has it. An absent body counts as `{}`: the published client
 * sends none where it has nothing to say.
 *
 * @param schema strict at every level
 * @throws AppError `malformed_json`, `invalid_field` (naming the field) or `body_too_large`
 */
export async function readJson<Schema extends z.ZodMiniType>(
  c: Context<AppContext>,
  schema: Schema,
  maxBytes = MAX_JSON_BYTES,
): Promise<z.infer<Schema>> {
  const sent = parseJson(await readBytes(c, maxBytes));
  const fields = parseFields(schema, sent);
  // What was sent, not what the schema made of it: that is where something may be missing.
  checkKeepable(sent);
  return fields;
}

/** Holds a value against a schema; the error names the first field that does not fit. */
export function parseFields<Schema extends z.ZodMiniType>(
  schema: Schema,
  value: unknown,
): z.infer<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw invalidField(firstProblem(parsed.error.issues));
}

/**
 * Refuses what could not be kept as it is.
 * @param value no deeper than a schema that took it
 */
export function checkKeepable(value: unknown): void {
  const problem = unkeepable(value);
  if (problem) throw invalidField(problem);
}

function invalidField({ field, what }: FieldProblem): AppError {
  return new AppError("invalid_field", { field }, `${field}: ${what}.`);
}

/** Bytes that are no UTF-8 are refused, for the reason that half a character is. */
const strictUtf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false });

/** @throws AppError `malformed_json` */
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
