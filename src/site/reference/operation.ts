import { html } from "hono/html";
import type { HttpMethod, OpenApi, Operation } from "../../openapi/types.ts";
import { curlOf } from "./curl.ts";
import { fieldTable, parameterTable } from "./fields.ts";
import { frames, socketSample } from "./frames.ts";
import { errorList, sampleReply, successes } from "./replies.ts";
import { inline, prose, type Html } from "../text.ts";

/** An operation with its address; several methods that do the same are one. */
export interface Listed {
  methods: HttpMethod[];
  path: string;
  operation: Operation;
}

/** Who may call, as a heading's side note. */
const CALLERS: Readonly<Record<string, string>> = {
  account: "account token",
  session: "session",
  apiKey: "API key",
  operator: "operator token",
  apiKeyInQuery: "?apikey=",
  tokenInQuery: "?token=",
};

export function methodLabel({ methods }: Listed): string {
  return methods.length > 1 ? "ANY" : (methods[0] ?? "").toUpperCase();
}

/** Everything about one route, and beside it a command to paste and what it answers. */
export function operationSection(listed: Listed, api: OpenApi): Html {
  const { methods, path, operation } = listed;
  const { operationId, summary, description } = operation;
  return html`<section class="operation" id="${operationId}">
    <div class="told">
      <h3><a href="#${operationId}">${summary}</a></h3>
      <p class="address">${badge(listed)} <code>${breakable(path)}</code></p>
      ${callers(operation)}
      ${methods.length > 1 ? html`<p class="methods">${methods.join(" ").toUpperCase()}</p>` : ""}
      ${prose(description)} ${parameters(operation, api)} ${body(operation, api)}
      ${successes(operation, api)} ${errorList(operation, api)} ${frames(operation, api)}
    </div>
    <div class="shown">${samples(listed, api)}</div>
  </section>`;
}

export function badge(listed: Listed): Html {
  const label = methodLabel(listed);
  return html`<span class="method ${label.toLowerCase()}">${label}</span>`;
}

/** A long address may go on in the next line after a slash. */
function breakable(path: string): (Html | string)[] {
  return path.split(/(?<=\/)/).map((part) => html`${part}<wbr />`);
}

function callers({ security }: Operation): Html {
  const names = security.flatMap((scheme) => Object.keys(scheme));
  const shown = names.length === 0 ? ["anyone"] : names.map((name) => CALLERS[name] ?? name);
  return html`<p class="callers">
    ${shown.map((name) => html`<a href="#who-is-asking">${name}</a> `)}
  </p>`;
}

function parameters({ parameters: all = [] }: Operation, { components }: OpenApi): Html | string {
  if (all.length === 0) return "";
  const fields = all.map(({ name, in: place, required, schema, description }) => ({
    name: place === "path" ? `{${name}}` : place === "query" ? `?${name}` : name,
    isRequired: required,
    schema: { ...schema, ...(description !== undefined && { description }) },
  }));
  return html`<h4>Parameters</h4>
    ${parameterTable(fields, components.schemas)}`;
}

function body({ requestBody }: Operation, { components }: OpenApi): Html | string {
  if (!requestBody) return "";
  const schema = requestBody.content["application/json"]?.schema;
  const types = Object.keys(requestBody.content).join(" or ");
  if (!schema)
    return html`<h4>Body</h4>
      <p>Any bytes, of any type, or none.</p>`;
  const words = components.schemas[schema.$ref?.split("/").at(-1) ?? ""]?.description;
  return html`<h4>Body <small>${types}</small></h4>
    ${words === undefined ? "" : html`<p>${inline(words)}</p>`}
    ${fieldTable(schema, components.schemas, "required")}`;
}

function samples(listed: Listed, api: OpenApi): Html {
  const { methods, path, operation } = listed;
  if (operation["x-websocket"]) return socketSample(operation, api);
  const method = methods.includes("post") ? "post" : (methods[0] ?? "get");
  return html`<pre>${curlOf(method, path, operation, api.components.schemas)}</pre>
    ${sampleReply(operation, api)}`;
}
