import type { Schema } from "./types.ts";

/** "input": as a caller sends it, before a transform. "output": as the API sends it. */
export type Direction = "input" | "output";

/** A schema as zod writes it. */
interface ZodSchema extends Schema {
  propertyNames?: unknown;
}

/**
 * Removes, in place, what zod adds and JSON does not need. Replies are left open to further fields:
 * a generated client that validates replies must not break when a later version adds one.
 */
export function simplifySchema(schema: object, direction: Direction): void {
  const verbose: ZodSchema = schema;
  // This comes first: the branch that it merges may not have been simplified yet.
  mergeNull(verbose);
  // Zod's bounds of a safe integer are JavaScript's, not limits of the API.
  if (verbose.minimum === Number.MIN_SAFE_INTEGER) delete verbose.minimum;
  if (verbose.maximum === Number.MAX_SAFE_INTEGER) delete verbose.maximum;
  // Zod repeats a known format as a long regular expression.
  if (verbose.format !== undefined) delete verbose.pattern;
  // In JSON every property name is a string.
  delete verbose.propertyNames;
  if (isOpenByDefault(verbose, direction)) delete verbose.additionalProperties;
}

function isOpenByDefault({ additionalProperties: rest }: ZodSchema, direction: Direction): boolean {
  if (rest === false) return direction === "output";
  return typeof rest === "object" && Object.keys(rest).length === 0;
}

/** Writes `anyOf` of a type and null as a list of types, unless the type is an object. */
function mergeNull(schema: ZodSchema): void {
  const [only, ...more] = schema.anyOf?.filter(({ type }) => type !== "null") ?? [];
  const isNullable = schema.anyOf?.length === 2 && only !== undefined && more.length === 0;
  if (!isNullable || only.$ref !== undefined || only.properties !== undefined) return;
  delete schema.anyOf;
  Object.assign(schema, only);
  if (schema.enum) schema.enum = [...schema.enum, null];
  if (typeof schema.type === "string") schema.type = [schema.type, "null"];
}
