import type { ErrorCode } from "../protocol/errors.ts";
import type { HttpMethod, OpenApi, PathItem, Reference, Schema } from "./types.ts";
import { errorsOf } from "../protocol/route-errors.ts";
import type { Route } from "../protocol/route.ts";
import { ROUTES, type RouteName } from "../protocol/routes.ts";
import { DEVICE_CODES, devicePaths } from "./device-paths.ts";
import { sharedErrorReplies } from "./errors.ts";
import { CLIENT_FRAME, LISTEN_CODES, LISTEN_PATH, listenOperation } from "./listen-path.ts";
import { templateOf, toOperation } from "./operations.ts";
import { RESOURCES } from "./resources.ts";
import { applyDocs } from "./apply-docs.ts";
import { namedSchemas, nameOf, reachableFrom, refTo } from "./schemas.ts";
import { SECURITY_SCHEMES } from "./security.ts";
import { SELF_CODES, SELF_PATH, selfOperation } from "./self-path.ts";
import { WEBHOOK_CODES, webhookPaths } from "./webhook-paths.ts";

/** Errors of a URL that is not an operation: an unknown path, or a method that it does not support. */
const UNKNOWN_URL_CODES: readonly ErrorCode[] = ["not_found", "method_not_allowed"];

const DESCRIPTION = [
  "HookNexus is a webhook inbox. It stores each webhook before acknowledging it, pushes it to listeners immediately, and keeps every byte.",
  "Request bodies are JSON. Unknown fields are rejected. Times are ISO 8601 with `Z`, except `timestamp` and `connectedAt`, which are Unix milliseconds.",
  "An unknown path returns 404 `not_found`, and an unsupported method 405 `method_not_allowed`. Ids that belong to another account, do not exist or are malformed all return the same 404.",
].join("\n\n");

/** The API as an OpenAPI 3.1 document, made from the table of routes and the zod schemas. */
export function describeApi(version: string): OpenApi {
  const schemas = applyDocs({ ...everySchema(), ClientFrame: CLIENT_FRAME });
  const paths = describePaths(schemas);
  const responses = sharedErrorReplies(codesOfOperations());
  return {
    openapi: "3.1.1",
    info: { title: "HookNexus", version, description: DESCRIPTION },
    servers: [{ url: "/", description: "This server." }],
    tags: RESOURCES.map(({ name, description }) => ({ name, description })),
    paths,
    components: {
      schemas: reachableFrom([paths, responses], schemas),
      responses,
      securitySchemes: { ...SECURITY_SCHEMES },
    },
  };
}

/**
 * Every schema by name: request bodies as callers send them, all others as the API sends them.
 * @throws if a schema is used both ways and is not the same in both
 */
function everySchema(): Record<string, Schema> {
  const [inputs, outputs] = [namedSchemas("input"), namedSchemas("output")];
  const sent = reachableFrom(
    routes().flatMap(([, { body, query }]) => [body, query].flatMap(refsTo)),
    inputs,
  );
  const answered = reachableFrom(
    routes().flatMap(([, { replies }]) => Object.values(replies).flatMap(refsTo)),
    outputs,
  );
  for (const [name, schema] of Object.entries(sent)) {
    const isSame = JSON.stringify(answered[name] ?? schema) === JSON.stringify(schema);
    if (!isSame) throw new Error(`${name} differs between request and reply.`);
  }
  return { ...outputs, ...sent };
}

function refsTo(schema: Route["replies"][number] | undefined): Reference[] {
  return schema === undefined || schema === "bytes" ? [] : [refTo(nameOf(schema))];
}

function routes(): [RouteName, Route][] {
  return Object.entries(ROUTES) as [RouteName, Route][];
}

function describePaths(schemas: Record<string, Schema>): Record<string, PathItem> {
  const paths: Record<string, PathItem> = {
    ...webhookPaths(),
    [LISTEN_PATH]: { get: listenOperation() },
  };
  for (const [name, route] of routes()) {
    const item = (paths[templateOf(route.path)] ??= {});
    item[route.method.toLowerCase() as HttpMethod] = toOperation(name, route, schemas);
  }
  return { ...paths, ...devicePaths(), [SELF_PATH]: { get: selfOperation() } };
}

function codesOfOperations(): (readonly ErrorCode[])[] {
  const ofRoutes = routes().map(([, route]) => errorsOf(route));
  return [...ofRoutes, WEBHOOK_CODES, LISTEN_CODES, DEVICE_CODES, SELF_CODES, UNKNOWN_URL_CODES];
}
