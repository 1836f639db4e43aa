import { COMPONENT_DOCS } from "./component-docs.ts";
import { DOCS_BY_PLACE } from "./field-docs.ts";
import { DOCS_BY_NAME } from "./shared-docs.ts";
import type { FieldDoc, Schema } from "./types.ts";

/**
 * Adds the descriptions and examples to the schemas. A field's own entry in DOCS_BY_PLACE wins over
 * the one for its name.
 * @throws if an entry matches no component or field, because that was renamed or removed
 */
export function applyDocs(schemas: Record<string, Schema>): Record<string, Schema> {
  const unused = new Set([...Object.keys(DOCS_BY_PLACE), ...Object.keys(DOCS_BY_NAME)]);
  const documented = Object.entries(schemas).map(([name, schema]) => {
    const description = COMPONENT_DOCS[name];
    const fields = documentFields(schema, name, unused);
    return [name, description === undefined ? fields : { description, ...fields }];
  });
  const missing = Object.keys(COMPONENT_DOCS).filter((name) => !(name in schemas));
  const stale = [...unused, ...missing];
  if (stale.length > 0) throw new Error(`Docs without a schema or field: ${stale.join(", ")}`);
  return Object.fromEntries(documented) as Record<string, Schema>;
}

function documentFields(schema: Schema, place: string, unused: Set<string>): Schema {
  const inner = (each: Schema) => documentFields(each, place, unused);
  const { properties, items, anyOf } = schema;
  return {
    ...schema,
    ...(properties && { properties: documentProperties(properties, place, unused) }),
    ...(typeof items === "object" && { items: inner(items) }),
    ...(anyOf && { anyOf: anyOf.map(inner) }),
  };
}

function documentProperties(
  properties: Record<string, Schema>,
  outer: string,
  unused: Set<string>,
): Record<string, Schema> {
  const documented = Object.entries(properties).map(([name, schema]) => {
    const place = `${outer}.${name}`;
    const key = place in DOCS_BY_PLACE ? place : name;
    unused.delete(key);
    const doc = DOCS_BY_PLACE[place] ?? DOCS_BY_NAME[name] ?? {};
    return [name, { ...documentFields(schema, place, unused), ...toSchema(doc) }];
  });
  return Object.fromEntries(documented) as Record<string, Schema>;
}

function toSchema({ description, format, example, default: preset }: FieldDoc): Schema {
  return {
    ...(format !== undefined && { format }),
    ...(description !== undefined && { description }),
    ...(preset !== undefined && { default: preset }),
    ...(example !== undefined && { examples: [example] }),
  };
}
