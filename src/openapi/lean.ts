import type { Schema } from "./types.ts";
import type { Direction } from "./schemas.ts";

/** A schema as zod writes it. */
interface Verbose extends Schema {
  propertyNames?: unknown;
}

/**
 * Takes out of one schema what says nothing to a reader of JSON, and opens replies: a field that
 * a later version adds must not break a client that checks what it gets.
 */
export function makeLean(schema: object, direction: Direction): void {
  const verbose: Verbose = schema;
  // First, for what is merged may not have been made lean itself yet.
  mergeNull(verbose);
  // The ends of what JavaScript counts exactly: no limit of ours.
  if (verbose.minimum === Number.MIN_SAFE_INTEGER) delete verbose.minimum;
  if (verbose.maximum === Number.MAX_SAFE_INTEGER) delete verbose.maximum;
  // A line of regular expression that says no more than the format's name.
  if (verbose.format !== undefined) delete verbose.pattern;
  // In JSON every name is a string.
  delete verbose.propertyNames;
  if (isOpenAnyway(verbose, direction)) delete verbose.additionalProperties;
}

function isOpenAnyway({ additionalProperties: rest }: Verbose, direction: Direction): boolean {
  if (rest === false) return direction === "output";
  return typeof rest === "object" && Object.keys(rest).length === 0;
}

/** `anyOf` a type and null is a type that may be null. */
function mergeNull(schema: Verbose): void {
  const [only, ...more] = schema.anyOf?.filter(({ type }) => type !== "null") ?? [];
  const isNullable = schema.anyOf?.length === 2 && only !== undefined && more.length === 0;
  if (!isNullable || only.$ref !== undefined || only.properties !== undefined) return;
  delete schema.anyOf;
  Object.assign(schema, only);
  if (schema.enum) schema.enum = [...schema.enum, null];
  if (typeof schema.type === "string") schema.type = [schema.type, "null"];
}
