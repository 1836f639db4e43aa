import { html } from "hono/html";
import type { Schema } from "../../openapi/types.ts";
import { referredName, resolve, type Schemas } from "./sample.ts";
import { inline, type Html } from "../text.ts";

/** A row of a table of fields. */
interface Field {
  /** `usage.dailyRequests`, `listeners[].keyId` */
  name: string;
  schema: Schema;
  isRequired: boolean;
}

/** The fields that get a mark: required ones in requests, optional ones in replies. */
export type Mark = "required" | "optional";

/** The fields of a body or a reply, each with its inner fields below it. */
export function fieldTable(schema: Schema, schemas: Schemas, mark: Mark): Html | string {
  const fields = fieldsOf(resolve(schema, schemas), schemas);
  return fields.length === 0 ? "" : rows(fields, schemas, mark);
}

/** The same table for path, query and cookie parameters. */
export function parameterTable(fields: Field[], schemas: Schemas): Html | string {
  return fields.length === 0 ? "" : rows(fields, schemas, "required");
}

function rows(fields: Field[], schemas: Schemas, mark: Mark): Html {
  return html`<table class="fields">
    <tbody>
      ${fields.map((field) => row(field, schemas, mark))}
    </tbody>
  </table>`;
}

function row({ name, schema, isRequired }: Field, schemas: Schemas, mark: Mark): Html {
  const { description, ...resolved } = resolve(schema, schemas);
  const isMarked = isRequired === (mark === "required");
  return html`<tr>
    <th scope="row"><code>${name}</code>${isMarked ? html` <em>${mark}</em>` : ""}</th>
    <td class="type">${typeOf(schema, schemas)}${limitsOf(resolved)}</td>
    <td>${inline(schema.description ?? description)}</td>
  </tr>`;
}

function fieldsOf(schema: Schema, schemas: Schemas, outer = ""): Field[] {
  const branches = schema.anyOf?.map((branch) => resolve(branch, schemas)) ?? [];
  const named = branches.find(({ properties }) => properties) ?? schema;
  const { properties = {}, required = [] } = named;
  return Object.entries(properties).flatMap(([key, field]) => {
    const name = outer + key;
    const isRequired = required.includes(key);
    return [{ name, schema: field, isRequired }, ...innerFields(field, schemas, name)];
  });
}

/** The fields of an inline object or list. Those of a component are listed with the component. */
function innerFields(field: Schema, schemas: Schemas, name: string): Field[] {
  const named = [field, ...(field.anyOf ?? [])].find(({ properties }) => properties);
  if (named) return fieldsOf(named, schemas, `${name}.`);
  const { items } = field;
  const isInline = typeof items === "object" && items.properties !== undefined;
  return isInline ? fieldsOf(items, schemas, `${name}[].`) : [];
}

/** `string`, `EndpointRow[]`, `"listen" | "forward" | null` */
function typeOf(schema: Schema, schemas: Schemas): Html {
  const name = referredName(schema);
  if (name !== undefined && schemas[name]?.properties) return html`<a href="#${name}">${name}</a>`;
  const { anyOf, items, prefixItems, ...plain } = resolve(schema, schemas);
  if (anyOf) return unionOf(anyOf.map((branch) => typeOf(branch, schemas)));
  if (plain.enum) return unionOf(plain.enum.map(literal));
  if (plain.const !== undefined) return literal(plain.const);
  if (prefixItems)
    return html`[${prefixItems.map((item, at) => html`${at > 0 ? ", " : ""}${typeOf(item, schemas)}`)}]`;
  if (typeof items === "object") return listType(typeOf(items, schemas), plain);
  if (typeof plain.additionalProperties === "object") {
    return html`{[name]: ${typeOf(plain.additionalProperties, schemas)}}`;
  }
  return html`${[plain.type ?? "any"].flat().join(" | ")}`;
}

function listType(item: Html, { type }: Schema): Html {
  return html`${item}[]${Array.isArray(type) && type.includes("null") ? " | null" : ""}`;
}

function unionOf(types: Html[]): Html {
  return html`${types.map((type, at) => html`${at > 0 ? " | " : ""}${type}`)}`;
}

function literal(value: unknown): Html {
  return html`<span class="literal">${JSON.stringify(value)}</span>`;
}

/** The constraints of a value besides its type. */
function limitsOf(schema: Schema): Html | string {
  const { format, pattern } = schema;
  const limits = [
    ...(format === undefined ? [] : [format]),
    ...range(schema.minLength, schema.maxLength, " characters"),
    ...range(schema.minItems, schema.maxItems, " items"),
    ...range(schema.minimum, schema.maximum, ""),
    ...(pattern === undefined ? [] : [pattern]),
    ...(schema.default === undefined ? [] : [`default ${JSON.stringify(schema.default)}`]),
  ];
  return limits.length === 0 ? "" : html`<small>${limits.join(", ")}</small>`;
}

function range(least: number | undefined, most: number | undefined, unit: string): string[] {
  if (least === undefined && most === undefined) return [];
  if (most === undefined) return [`${least} or more${unit}`];
  const upTo = most.toLocaleString("en-US");
  return [least === undefined ? `at most ${upTo}${unit}` : `${least} to ${upTo}${unit}`];
}
