import { html } from "hono/html";
import type { HttpMethod, OpenApi, Operation } from "../../openapi/types.ts";
import { curlOf } from "./curl.ts";
import { fieldTable, parameterTable } from "./fields.ts";
import { frames, socketSample } from "./frames.ts";
import { errorList, sampleReply, successes } from "./replies.ts";
import { inline, prose, type Html } from "../text.ts";

/** An operation with its path. Methods that do the same are listed as one operation. */
export interface Listed {
  methods: HttpMethod[];
  path: string;
  operation: Operation;
}

/** The security schemes as labels. */
const SCHEME_LABELS: Readonly<Record<string, string>> = {
  account: "account token",
  session: "session",
  apiKey: "API key",
  operator: "operator token",
  apiKeyInQuery: "?apikey=",
  tokenInQuery: "?token=",
};

function methodLabel({ methods }: Listed): string {
  return methods.length > 1 ? "ANY" : (methods[0] ?? "").toUpperCase();
}

/** A route in one column, its command to paste and its response in the other. */
export function operationSection(listed: Listed, api: OpenApi): Html {
  const { methods, path, operation } = listed;
  const { operationId, summary, description } = operation;
  return html`<section class="operation" id="${operationId}">
    <div class="description">
      <h3><a href="#${operationId}">${summary}</a></h3>
      <p class="request-line">${badge(listed)} <code>${breakable(path)}</code></p>
      ${authentication(operation)}
      ${methods.length > 1 ? html`<p class="methods">${methods.join(" ").toUpperCase()}</p>` : ""}
      ${prose(description)} ${parameters(operation, api)} ${body(operation, api)}
      ${successes(operation, api)} ${errorList(operation, api)} ${frames(operation, api)}
    </div>
    <div class="samples">${samples(listed, api)}</div>
  </section>`;
}

export function badge(listed: Listed): Html {
  const label = methodLabel(listed);
  return html`<span class="method ${label.toLowerCase()}">${label}</span>`;
}

/** Lets a long path break after a slash. */
function breakable(path: string): (Html | string)[] {
  return path.split(/(?<=\/)/).map((part) => html`${part}<wbr />`);
}

function authentication({ security }: Operation): Html {
  const names = security.flatMap((scheme) => Object.keys(scheme));
  const shown =
    names.length === 0 ? ["no authentication"] : names.map((name) => SCHEME_LABELS[name] ?? name);
  return html`<p class="authentication">
    ${shown.map((name) => html`<a href="#authentication">${name}</a> `)}
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
    return html`<h4>Request body</h4>
      <p>Any bytes of any content type, or no body.</p>`;
  const about = components.schemas[schema.$ref?.split("/").at(-1) ?? ""]?.description;
  return html`<h4>Request body <small>${types}</small></h4>
    ${about === undefined ? "" : html`<p>${inline(about)}</p>`}
    ${fieldTable(schema, components.schemas, "required")}`;
}

function samples(listed: Listed, api: OpenApi): Html {
  const { methods, path, operation } = listed;
  if (operation["x-websocket"]) return socketSample(operation, api);
  const method = methods.includes("post") ? "post" : (methods[0] ?? "get");
  return html`<pre>${curlOf(method, path, operation, api.components.schemas)}</pre>
    ${sampleReply(operation, api)}`;
}
