import * as z from "zod/mini";

/** The path of a field in a body: `["response", "status"]`; a number is an index of a list. */
export type FieldPath = readonly (string | number)[];

type Schema = z.core.JSONSchema.JSONSchema;

/** Stands for any name in an object whose names the sender chooses. */
const ANY_NAME = "x-any";

/** Every field of a body, including nested fields and the first element of each list. */
export function fieldsOf(body: z.ZodMiniType): FieldPath[] {
  return fieldsIn(asJsonSchema(body), []);
}

/** The fields that a body must have. */
export function requiredFieldsOf(body: z.ZodMiniType): FieldPath[] {
  const schema = asJsonSchema(body);
  const forms = schema.anyOf ?? [schema];
  return forms.flatMap(({ required = [] }) => required.map((name) => [name]));
}

/** The paths of all objects in a body, including the body itself. */
export function objectsIn(body: unknown, path: FieldPath = []): FieldPath[] {
  if (typeof body !== "object" || body === null || Array.isArray(body)) return [];
  const inner = Object.entries(body).flatMap(([name, value]) => objectsIn(value, [...path, name]));
  return [path, ...inner];
}

/** A copy of the body with another value at this path. */
export function replaced(body: unknown, [first, ...rest]: FieldPath, value: unknown): unknown {
  if (first === undefined) return value;
  const isList = typeof first === "number";
  const fits = isList === Array.isArray(body) && typeof body === "object";
  const copy: Record<string, unknown> = { ...(fits ? body : {}) };
  copy[first] = replaced(copy[first], rest, value);
  return isList ? Object.values(copy) : copy;
}

function asJsonSchema(body: z.ZodMiniType): z.core.JSONSchema.BaseSchema {
  return z.toJSONSchema(body, { io: "input" });
}

function fieldsIn(schema: Schema | boolean | undefined, path: FieldPath): FieldPath[] {
  if (typeof schema !== "object") return [];
  const children: [string | number, Schema | boolean][] = Object.entries(schema.properties ?? {});
  if (typeof schema.additionalProperties === "object")
    children.push([ANY_NAME, schema.additionalProperties]);
  if (schema.items && !Array.isArray(schema.items)) children.push([0, schema.items]);
  const own = children.flatMap(([name, child]) => {
    const at = [...path, name];
    return [at, ...fieldsIn(child, at)];
  });
  return [...own, ...(schema.anyOf ?? []).flatMap((form) => fieldsIn(form, path))];
}
