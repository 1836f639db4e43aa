import type { ErrorCode } from "../protocol/errors.ts";
import type { HttpMethod, OpenApi, PathItem, Reference, Schema } from "./types.ts";
import { errorsOf } from "../protocol/route-errors.ts";
import type { Route } from "../protocol/route.ts";
import { ROUTES, type RouteName } from "../protocol/routes.ts";
import { DEVICE_CODES, devicePaths } from "./device-paths.ts";
import { refusalReplies } from "./errors.ts";
import { CLIENT_FRAME, LISTEN_CODES, LISTEN_PATH, listenOperation } from "./listen-path.ts";
import { templateOf, toOperation } from "./operations.ts";
import { RESOURCES } from "./resources.ts";
import { applyDocs } from "./apply-docs.ts";
import { namedSchemas, nameOf, reachableFrom, refTo } from "./schemas.ts";
import { SECURITY_SCHEMES } from "./security.ts";
import { SELF_CODES, SELF_PATH, selfOperation } from "./self-path.ts";
import { WEBHOOK_CODES, webhookPaths } from "./webhook-paths.ts";

/** No operation's, but any address's: what is not there, and what is not there by this method. */
const ADDRESS_CODES: readonly ErrorCode[] = ["not_found", "method_not_allowed"];

const DESCRIPTION = [
  "A webhook inbox: stored before it is acknowledged, pushed in the same moment, exact to the byte.",
  "Times are ISO 8601 with `Z`; `timestamp` and `connectedAt` are Unix milliseconds. “Not yours”, “does not exist” and “no such id could exist” are the same 404.",
  "An address that is not there answers 404 `not_found`; one that does not take the method, 405 `method_not_allowed`. Send JSON, and nothing that a route does not name.",
].join("\n\n");

/** The API as an OpenAPI 3.1 document, made from the table of routes and the shared schemas. */
export function describeApi(version: string): OpenApi {
  const schemas = applyDocs({ ...everySchema(), ClientFrame: CLIENT_FRAME });
  const paths = describePaths(schemas);
  const responses = refusalReplies(everyOperationsCodes());
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
 * Every schema by name: what callers send as they send it, all else as we send it.
 * @throws where one goes both ways and differs
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
    if (!isSame) throw new Error(`${name} is sent as one thing and answered as another.`);
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

function everyOperationsCodes(): (readonly ErrorCode[])[] {
  const ofRoutes = routes().map(([, route]) => errorsOf(route));
  return [...ofRoutes, WEBHOOK_CODES, LISTEN_CODES, DEVICE_CODES, SELF_CODES, ADDRESS_CODES];
}
