import type { Operation, Parameter, Reply, Schema } from "./types.ts";
import { errorsOf } from "../protocol/route-errors.ts";
import type { Route } from "../protocol/route.ts";
import type { RouteName } from "../protocol/routes.ts";
import { COMPONENT_DOCS } from "./component-docs.ts";
import { errorReplies } from "./errors.ts";
import { resourceOf } from "./resources.ts";
import { ROUTE_COOKIES, ROUTE_HEADERS, ROUTE_DOCS } from "./route-docs.ts";
import { nameOf, refTo } from "./schemas.ts";
import { securityOf } from "./security.ts";

const DONE: Readonly<Record<string, string>> = { 200: "Done.", 201: "Created.", 202: "Accepted." };

/** `/api/endpoints/:id` in OpenAPI's notation: `/api/endpoints/{id}`. */
export function templateOf(path: string): string {
  return path.replaceAll(/:([a-zA-Z]+)/g, "{$1}");
}

/** @param schemas by component name */
export function toOperation(
  name: RouteName,
  route: Route,
  schemas: Readonly<Record<string, Schema>>,
): Operation {
  const path = templateOf(route.path);
  const description = ROUTE_DOCS[name];
  const cookie = ROUTE_COOKIES[name];
  const parameters = [
    ...pathParameters(path),
    ...queryParameters(route, schemas),
    ...(cookie ? [cookie] : []),
  ];
  return {
    operationId: name,
    tags: [resourceOf(path)],
    summary: route.summary,
    ...(description !== undefined && { description }),
    security: securityOf(route.caller),
    ...(parameters.length > 0 && { parameters }),
    ...(route.body && { requestBody: toRequestBody(route.body) }),
    responses: { ...toReplies(name, route), ...errorReplies(errorsOf(route)) },
  };
}

export function pathParameters(path: string): Parameter[] {
  return [...path.matchAll(/\{([a-zA-Z]+)\}/g)].map(([, name = ""]) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string", format: "uuid" },
  }));
}

function queryParameters({ query }: Route, schemas: Readonly<Record<string, Schema>>): Parameter[] {
  if (!query) return [];
  const { properties = {}, required = [] } = schemas[nameOf(query)] ?? {};
  return Object.entries(properties).map(([name, { description, ...schema }]) => ({
    name,
    in: "query",
    required: required.includes(name),
    ...(description !== undefined && { description }),
    schema,
  }));
}

function toRequestBody(body: NonNullable<Route["body"]>): NonNullable<Operation["requestBody"]> {
  // The worker reads a missing body as `{}`.
  const required = !body.safeParse({}).success;
  return { required, content: { "application/json": { schema: refTo(nameOf(body)) } } };
}

function toReplies(name: RouteName, { replies }: Route): Record<string, Reply> {
  const headers = ROUTE_HEADERS[name];
  const described = Object.entries(replies).map(([status, reply]): [string, Reply] => {
    if (reply === "bytes") {
      return [status, { ...(BYTES_OF[name] ?? BYTES), ...(headers && { headers }) }];
    }
    const component = nameOf(reply);
    return [
      status,
      {
        description: COMPONENT_DOCS[component] ?? DONE[status] ?? status,
        ...(headers && { headers }),
        content: { "application/json": { schema: refTo(component) } },
      },
    ];
  });
  return Object.fromEntries(described);
}

/** Replies that are not JSON, if more is known about them than that. */
const BYTES_OF: Partial<Record<RouteName, Reply>> = {
  exportAccount: {
    description: "Each line is an `ExportLine`.",
    content: { "application/x-ndjson": { schema: refTo("ExportLine") } },
  },
};

const BYTES: Reply = {
  description: "The exact bytes of the body.",
  // OpenAPI 3.1 describes bytes by an empty schema.
  content: { "*/*": { schema: {} } },
};
