import type { Schema } from "../../openapi/types.ts";

/** The components of the document, by name. */
export type Schemas = Readonly<Record<string, Schema>>;

/** The name of the component to which a schema refers, if any. */
export function referredName({ $ref }: Schema): string | undefined {
  return $ref?.split("/").at(-1);
}

/** A schema merged with the component to which it refers. Its own keywords win. */
export function resolve(schema: Schema, schemas: Schemas): Schema {
  const name = referredName(schema);
  const { $ref: _, ...own } = schema;
  return name === undefined ? own : { ...schemas[name], ...own };
}

/** A valid value of the schema, with all fields that are required or have an example. */
export function sampleOf(schema: Schema, schemas: Schemas): unknown {
  const resolved = resolve(schema, schemas);
  const { examples, enum: choices, anyOf, oneOf } = resolved;
  if (examples && examples.length > 0) return examples[0];
  if (resolved.const !== undefined) return resolved.const;
  if (choices) return choices[0];
  const branches = anyOf ?? oneOf;
  if (branches) return sampleOf(preferred(branches), schemas);
  if (resolved.properties) return sampleObject(resolved, schemas);
  return samplePlain(resolved, schemas);
}

/** Prefers an object, because its fields have names. */
function preferred(branches: Schema[]): Schema {
  return branches.find(({ properties }) => properties) ?? branches[0] ?? {};
}

function sampleObject({ properties = {}, required = [] }: Schema, schemas: Schemas) {
  const included = Object.entries(properties).filter(
    ([name, { examples }]) => required.includes(name) || examples !== undefined,
  );
  return Object.fromEntries(included.map(([name, field]) => [name, sampleOf(field, schemas)]));
}

function samplePlain({ type, items, minimum }: Schema, schemas: Schemas): unknown {
  if (typeof items === "object") return [sampleOf(items, schemas)];
  if (Array.isArray(type) && type.includes("null")) return null;
  switch (type) {
    case "integer":
    case "number":
      return minimum ?? 1;
    case "boolean":
      return true;
    case "object":
      return {};
    default:
      return "…";
  }
}
