import type { HttpMethod, Operation } from "../../openapi/types.ts";
import { sampleOf, type Schemas } from "./sample.ts";

/** The file that keeps cookies between two commands. */
const JAR = "jar";

/** The shell variable with the secret of a security scheme. */
const VARIABLES: Readonly<Record<string, string>> = { account: "TOKEN", operator: "ADMIN_TOKEN" };

/**
 * A command to paste. Ids and secrets are shell variables, `$URL` is the server's URL, and the body
 * is a sample of its schema.
 */
export function curlOf(
  method: HttpMethod,
  path: string,
  operation: Operation,
  schemas: Schemas,
): string {
  const body = bodyOf(operation, schemas);
  const impliedMethod = body === undefined ? "get" : "post";
  const parts = [
    `curl${method === impliedMethod ? "" : ` -X ${method.toUpperCase()}`} "$URL${targetOf(path, operation)}"`,
    ...secretOf(operation),
    ...cookiesOf(operation),
    ...(body === undefined ? [] : body),
    ...(isDownload(operation) ? [`--output body`] : []),
  ];
  return parts.join(" \\\n  ");
}

/** `/api/endpoints/$ENDPOINT_ID/requests?limit=10` */
function targetOf(path: string, { parameters = [] }: Operation): string {
  const filled = path.replaceAll(
    /([a-z-]*)\/\{([a-zA-Z]+)\}/g,
    (_, before: string, name: string) =>
      name === "path" ? `${before}/orders` : `${before}/$${variableOf(before, name)}`,
  );
  const query = parameters
    .filter(({ in: place, schema }) => place === "query" && schema.examples)
    .map(({ name, schema }) => `${name}=${encodeURIComponent(String(schema.examples?.[0]))}`);
  return query.length === 0 ? filled : `${filled}?${query.join("&")}`;
}

/** `endpoints/{id}` is $ENDPOINT_ID, `{connectionId}` is $CONNECTION_ID. */
function variableOf(before: string, name: string): string {
  if (name === "id") return `${before.replace(/s$/, "").toUpperCase()}_ID`;
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}

function secretOf({ security }: Operation): string[] {
  const [scheme = ""] = Object.keys(security[0] ?? {});
  const variable = VARIABLES[scheme];
  return variable === undefined ? [] : [`-H "authorization: Bearer $${variable}"`];
}

function cookiesOf({ parameters = [], responses, security }: Operation): string[] {
  const takes = parameters.some(({ in: place }) => place === "cookie");
  const isPublic = security.length === 0;
  const sets = Object.values(responses).some(
    (reply) => "headers" in reply && reply.headers?.["Set-Cookie"],
  );
  return [...(takes ? [`-b ${JAR}`] : []), ...(sets && isPublic ? [`-c ${JAR}`] : [])];
}

/** The flags for the body; undefined if there is none. */
function bodyOf({ requestBody }: Operation, schemas: Schemas): string[] | undefined {
  const [type, content] = Object.entries(requestBody?.content ?? {})[0] ?? [];
  if (type === undefined || content === undefined) return undefined;
  if (type === "*/*") return [`-d ${quote("hello")}`];
  const sample = sampleOf(content.schema, schemas);
  if (type !== "application/json") return formFields(sample).map((field) => `-d ${field}`);
  return [`-H 'content-type: ${type}'`, `-d ${quote(JSON.stringify(sample))}`];
}

function formFields(sample: unknown): string[] {
  return Object.entries(sample ?? {}).map(([name, value]) => `${name}=${value}`);
}

function quote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

function isDownload({ responses }: Operation): boolean {
  const reply = responses["200"];
  return reply !== undefined && "content" in reply && "*/*" in (reply.content ?? {});
}
