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
import * as session from "../protocol/session.ts";
import * as signature from "../protocol/signature.ts";
import * as subscription from "../protocol/subscription.ts";
import { simplifySchema, type Direction } from "./simplify-schema.ts";
import { pascalCase } from "./names.ts";

/** Every schema that one of these exports is a component, under the name of the export. */
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

/** Every named schema as JSON Schema; they refer to one another by name. */
export function namedSchemas(direction: Direction): Record<string, Schema> {
  const { schemas } = z.toJSONSchema(names, {
    io: direction,
    uri: (name) => PREFIX + name,
    // What a transform gives is the worker's own affair; nothing of it is in a reply.
    unrepresentable: "any",
    override: ({ jsonSchema }) => simplifySchema(jsonSchema, direction),
  });
  for (const schema of Object.values(schemas)) {
    delete schema.$schema;
    delete schema.$id;
  }
  return schemas as Record<string, Schema>;
}

/** @throws where the schema is no export of the modules above: list its module there */
export function nameOf(schema: z.core.$ZodType): string {
  const name = names.get(schema)?.id;
  if (name === undefined) {
    throw new Error(
      "A route has a schema without a name: export it, and list its module in schemas.ts.",
    );
  }
  return name;
}

export function refTo(name: string): Reference {
  return { $ref: PREFIX + name };
}

/** The names that a value of the document refers to, directly. */
function namesIn(value: unknown): string[] {
  const refs = JSON.stringify(value).matchAll(/"#\/components\/schemas\/([^"]+)"/g);
  return [...refs].map(([, name = ""]) => name);
}

/** What the roots refer to, however far down, in the order of names. */
export function reachableFrom(
  roots: unknown,
  schemas: Record<string, Schema>,
): Record<string, Schema> {
  const reached = new Map<string, Schema>();
  const waiting = namesIn(roots);
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const schema = schemas[name];
    if (schema === undefined) throw new Error(`Nothing is named ${name}.`);
    if (!reached.has(name)) waiting.push(...namesIn(schema));
    reached.set(name, schema);
  }
  return inOrder(Object.fromEntries(reached));
}

/** Sorted: a route that moves in its table must not move half of the document. */
export function inOrder<Value>(named: Record<string, Value>): Record<string, Value> {
  return Object.fromEntries(Object.entries(named).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
