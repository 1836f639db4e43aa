import type { Schema } from "./types.ts";
import { COMPONENT_WORDS } from "./component-words.ts";
import { BY_NAME, BY_PLACE, type FieldWords } from "./field-words.ts";

/**
 * Lays the words over the schemas, by where a field stands or else by its name.
 * @throws where words are left over: what they speak of was renamed or is gone
 */
export function withWords(schemas: Record<string, Schema>): Record<string, Schema> {
  const unused = new Set([...Object.keys(BY_PLACE), ...Object.keys(BY_NAME)]);
  const said = Object.entries(schemas).map(([name, schema]) => {
    const description = COMPONENT_WORDS[name];
    const fields = withFieldWords(schema, name, unused);
    return [name, description === undefined ? fields : { description, ...fields }];
  });
  const missing = Object.keys(COMPONENT_WORDS).filter((name) => !(name in schemas));
  const left = [...unused, ...missing];
  if (left.length > 0) throw new Error(`There are words for what is not there: ${left.join(", ")}`);
  return Object.fromEntries(said) as Record<string, Schema>;
}

function withFieldWords(schema: Schema, place: string, unused: Set<string>): Schema {
  const inner = (each: Schema) => withFieldWords(each, place, unused);
  const { properties, items, anyOf } = schema;
  return {
    ...schema,
    ...(properties && { properties: withPropertyWords(properties, place, unused) }),
    ...(typeof items === "object" && { items: inner(items) }),
    ...(anyOf && { anyOf: anyOf.map(inner) }),
  };
}

function withPropertyWords(
  properties: Record<string, Schema>,
  outer: string,
  unused: Set<string>,
): Record<string, Schema> {
  const said = Object.entries(properties).map(([name, schema]) => {
    const place = `${outer}.${name}`;
    const key = place in BY_PLACE ? place : name;
    unused.delete(key);
    const words = BY_PLACE[place] ?? BY_NAME[name] ?? {};
    return [name, { ...withFieldWords(schema, place, unused), ...toSchema(words) }];
  });
  return Object.fromEntries(said) as Record<string, Schema>;
}

function toSchema({ says, format, example, default: preset }: FieldWords): Schema {
  return {
    ...(format !== undefined && { format }),
    ...(says !== undefined && { description: says }),
    ...(preset !== undefined && { default: preset }),
    ...(example !== undefined && { examples: [example] }),
  };
}
