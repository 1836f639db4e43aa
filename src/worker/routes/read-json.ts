import type { Context } from "hono";
import type * as z from "zod/mini";
import { AppError } from "../domain/app-error.ts";
import type { AppContext } from "../app-context.ts";

/** The longest list of ids fits in; nothing else that this API takes comes near. */
const MAX_JSON_BYTES = 128 * 1024;

/**
 * Reads a JSON body as the schema has it. An absent body counts as `{}`: the published client
 * sends none where it has nothing to say.
 *
 * @throws AppError `malformed_json`, `invalid_field` (naming the field) or `body_too_large`
 */
export async function readJson<Schema extends z.ZodMiniType>(
  c: Context<AppContext>,
  schema: Schema,
): Promise<z.infer<Schema>> {
  return parseFields(schema, parseJson(await readText(c)));
}

/** Holds a value against a schema; the error names the first field that does not fit. */
export function parseFields<Schema extends z.ZodMiniType>(
  schema: Schema,
  value: unknown,
): z.infer<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const path = issue?.path.join(".") || "body";
  const field = issue?.code === "unrecognized_keys" ? (issue.keys[0] ?? path) : path;
  // An unknown name is the caller's text: it is cut, so that an error stays a sentence.
  const name = field.slice(0, 50);
  throw new AppError("invalid_field", { field: name }, `${name}: ${issue?.message ?? "invalid"}.`);
}

function parseJson(text: string): unknown {
  if (text.trim() === "") return {};
  try {
    return JSON.parse(text);
  } catch {
    throw new AppError("malformed_json");
  }
}

async function readText(c: Context<AppContext>): Promise<string> {
  const declared = Number(c.req.header("content-length") ?? 0);
  if (declared > MAX_JSON_BYTES) throw tooLarge();
  const text = await c.req.text();
  if (text.length > MAX_JSON_BYTES) throw tooLarge();
  return text;
}

function tooLarge(): AppError {
  return new AppError("body_too_large", { maxSize: MAX_JSON_BYTES });
}
