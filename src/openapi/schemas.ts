import * as z from "zod";
import * as account from "../protocol/account.ts";
import * as apiKey from "../protocol/api-key.ts";
import * as capturedRequest from "../protocol/captured-request.ts";
import * as client from "../protocol/client.ts";
import * as device from "../protocol/device.ts";
import * as endpoint from "../protocol/endpoint.ts";
import * as errors from "../protocol/errors.ts";
import * as exported from "../protocol/export.ts";
import * as frames from "../protocol/frames.ts";
import type { Reference, Schema } from "./types.ts";
import * as pageQuery from "../protocol/page-query.ts";
import * as plans from "../protocol/plans.ts";
import * as removeRequests from "../protocol/remove-requests.ts";
import * as replay from "../protocol/replay.ts";
import * as replies from "../protocol/replies.ts";
import * as responseSettings from "../protocol/response-settings.ts";
import * as resync from "../protocol/resync.ts";
import * as session from "../protocol/session.ts";
import * as signature from "../protocol/signature.ts";
import * as subscription from "../protocol/subscription.ts";
import { simplifySchema, type Direction } from "./simplify-schema.ts";
import { pascalCase } from "./names.ts";

/** Every schema that one of these modules exports becomes a component, named after the export. */
const MODULES = [
  account,
  apiKey,
  capturedRequest,
  client,
  device,
  endpoint,
  errors,
  exported,
  frames,
  pageQuery,
  plans,
  removeRequests,
  replay,
  replies,
  resync,
  responseSettings,
  session,
  signature,
  subscription,
];

const PREFIX = "#/components/schemas/";

const names = z.registry<{ id: string }>();
for (const module of MODULES) nameExports(module);
for (const frame of frames.serverFrame.def.options) {
  const [type] = frame.shape.type.def.values;
  names.add(frame, { id: `${pascalCase(String(type))}Frame` });
}

function nameExports(module: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(module)) {
    if (value instanceof z.core.$ZodType) names.add(value, { id: pascalCase(name) });
  }
}

/** Every named schema as JSON Schema, with references between them. */
export function namedSchemas(direction: Direction): Record<string, Schema> {
  const { schemas } = z.toJSONSchema(names, {
    io: direction,
    uri: (name) => PREFIX + name,
    // The output of a transform is used by the worker only. No reply contains it.
    unrepresentable: "any",
    override: ({ jsonSchema }) => simplifySchema(jsonSchema, direction),
  });
  for (const schema of Object.values(schemas)) {
    delete schema.$schema;
    delete schema.$id;
  }
  return schemas as Record<string, Schema>;
}

/** @throws if no module above exports the schema: add its module there */
export function nameOf(schema: z.core.$ZodType): string {
  const name = names.get(schema)?.id;
  if (name === undefined) {
    throw new Error(
      "A route has a schema without a name: export it, and add its module to schemas.ts.",
    );
  }
  return name;
}

export function refTo(name: string): Reference {
  return { $ref: PREFIX + name };
}

/** The names of the components to which a value of the document refers directly. */
function namesIn(value: unknown): string[] {
  const refs = JSON.stringify(value).matchAll(/"#\/components\/schemas\/([^"]+)"/g);
  return [...refs].map(([, name = ""]) => name);
}

/** The components to which the roots refer, directly or through others, sorted by name. */
export function reachableFrom(
  roots: unknown,
  schemas: Record<string, Schema>,
): Record<string, Schema> {
  const reached = new Map<string, Schema>();
  const waiting = namesIn(roots);
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const schema = schemas[name];
    if (schema === undefined) throw new Error(`There is no schema ${name}.`);
    if (!reached.has(name)) waiting.push(...namesIn(schema));
    reached.set(name, schema);
  }
  return inOrder(Object.fromEntries(reached));
}

/** Sorted by name, so that moving a route in its table does not reorder half of the document. */
export function inOrder<Value>(named: Record<string, Value>): Record<string, Value> {
  return Object.fromEntries(Object.entries(named).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
