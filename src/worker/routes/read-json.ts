import type { Context } from "hono";
import en from "zod/v4/locales/en.js";
import * as z from "zod/mini";
import { AppError } from "../domain/app-error.ts";
import type { AppContext } from "../app-context.ts";
import { readBounded } from "./read-bounded.ts";

const MAX_FIELD_NAME_LENGTH = 50;

/** The longest list of ids fits in; nothing else that this API takes comes near. */
const MAX_JSON_BYTES = 128 * 1024;

// zod/mini comes without words; these say what was expected and what came.
z.config(en());

/**
 * Reads a JSON body as the schema has it. An absent body counts as `{}`: the published client
 * sends none where it has nothing to say.
 *
 * @throws AppError `malformed_json`, `invalid_field` (naming the field) or `body_too_large`
 */
export async function readJson<Schema extends z.ZodMiniType>(
  c: Context<AppContext>,
  schema: Schema,
  maxBytes = MAX_JSON_BYTES,
): Promise<z.infer<Schema>> {
  return parseFields(schema, parseJson(await readBytes(c, maxBytes)));
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
  if (issue?.code !== "unrecognized_keys") throw invalidField(path, issue?.message ?? "invalid");
  throw invalidField(issue.keys[0] ?? path, "this route takes no such field");
}

function invalidField(field: string, what: string): AppError {
  // An unknown name is the caller's text: it is cut, so that an error stays a sentence.
  const name = field.slice(0, MAX_FIELD_NAME_LENGTH);
  return new AppError("invalid_field", { field: name }, `${name}: ${what}.`);
}

/*
 * What is no Unicode, as bytes or as half of an escaped pair, is refused: the database would keep
 * replacement characters, and so another text than the one that we answered with.
 */
const strictUtf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false });

/** @throws AppError `malformed_json` */
export function parseJson(bytes: Uint8Array): unknown {
  try {
    const text = strictUtf8.decode(bytes);
    return text.trim() === "" ? {} : JSON.parse(text, onlyUnicode);
  } catch {
    throw new AppError("malformed_json");
  }
}

function onlyUnicode(_name: string, value: unknown): unknown {
  if (typeof value === "string" && !value.isWellFormed()) throw new TypeError("half a pair");
  return value;
}

async function readBytes(c: Context<AppContext>, maxBytes: number): Promise<Uint8Array> {
  const { bytes, size } = await readBounded(c.req.raw, maxBytes);
  if (size > maxBytes) throw new AppError("body_too_large", { maxSize: maxBytes });
  return bytes;
}
