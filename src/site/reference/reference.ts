import { html } from "hono/html";
import { HTTP_METHODS, type OpenApi, type PathItem } from "../../openapi/types.ts";
import { errorSection } from "./errors.ts";
import { fieldTable } from "./fields.ts";
import { badge, operationSection, type Listed } from "./operation.ts";
import { referredName } from "./sample.ts";
import { origin } from "../origin.ts";
import { inline, prose, type Html } from "../text.ts";
import type { SitePage } from "../page.ts";

/** A resource with its operations. */
interface Chapter {
  name: string;
  description: string;
  id: string;
  listed: Listed[];
}

export function referencePage(api: OpenApi): SitePage {
  const chapters = chaptersOf(api);
  return {
    path: "/docs/api",
    title: "API reference",
    description:
      "Every route, frame, field and error of the HookNexus API, with commands to paste.",
    layout: "reference",
    contents: contents(chapters),
    content: html`<header>
        <h1>API reference <small>${api.info.version}</small></h1>
        ${prose(api.info.description)}
        <p>
          This reference is also available as an OpenAPI ${api.openapi} document:
          <a href="/openapi.json">openapi.json</a>. The commands below use these variables:
        </p>
        <pre>export URL=${origin()} TOKEN=hnt_… KEY=hnx_… ENDPOINT_ID=…</pre>
        ${authentication(api)}
      </header>
      ${chapterSections(chapters, api)}`,
  };
}

function chapterSections(chapters: Chapter[], api: OpenApi): Html {
  return html`${chapters.map(
      ({ name, description, id, listed }) =>
        html`<section class="chapter" id="${id}">
          <h2><a href="#${id}">${name}</a></h2>
          <p>${inline(description)}</p>
          ${listed.map((each) => operationSection(each, api))}
        </section>`,
    )}
    <section class="chapter" id="schemas">
      <h2><a href="#schemas">Schemas</a></h2>
      <p>Objects that several routes or frames share.</p>
      ${sharedSchemas(api)}
    </section>
    <section class="chapter" id="errors">
      <h2><a href="#errors">Errors</a></h2>
      <p>${inline(api.components.schemas["ErrorBody"]?.description)}</p>
      ${fieldTable({ $ref: "ErrorBody" }, api.components.schemas, "optional")} ${errorSection(api)}
    </section>`;
}

function authentication({ components: { securitySchemes } }: OpenApi): Html {
  const rows = Object.values(securitySchemes).map(
    ({ description, scheme, bearerFormat, name, in: place }) =>
      html`<tr>
        <th scope="row"><code>${scheme ? `Bearer ${bearerFormat ?? "…"}` : name}</code></th>
        <td class="type">${scheme ? "header" : place}</td>
        <td>${inline(description)}</td>
      </tr>`,
  );
  return html`<h2 id="authentication">Authentication</h2>
    <table class="fields">
      <tbody>
        ${rows}
      </tbody>
    </table>`;
}

function contents(chapters: Chapter[]): Html {
  return html`${chapters.map(
      ({ name, id, listed }) =>
        html`<a class="chapter-link" href="#${id}">${name}</a>
          <ul>
            ${listed.map(
              (each) =>
                html`<li>
                  <a href="#${each.operation.operationId}">
                    <span>${shortened(each.operation.summary)}</span> ${badge(each)}
                  </a>
                </li>`,
            )}
          </ul>`,
    )} <a class="chapter-link" href="#schemas">Schemas</a>
    <a class="chapter-link" href="#errors">Errors</a>`;
}

/** The navigation has no room for the part after a semicolon. */
function shortened(summary: string): string {
  return summary.split(";", 1)[0] ?? summary;
}

function chaptersOf({ tags, paths }: OpenApi): Chapter[] {
  const all = Object.entries(paths).flatMap(([path, item]) => listedOf(path, item));
  return tags.map(({ name, description }) => ({
    name,
    description,
    id: `about-${name.toLowerCase().replaceAll(" ", "-")}`,
    listed: all.filter(({ operation }) => operation.tags.includes(name)),
  }));
}

/** A path that supports every method does the same for each of them, so it is listed once. */
function listedOf(path: string, item: PathItem): Listed[] {
  const methods = HTTP_METHODS.filter((method) => item[method]);
  const isAny = methods.length === HTTP_METHODS.length;
  if (isAny && item.post) return [{ methods, path, operation: item.post }];
  return methods.flatMap((method) => {
    const operation = item[method];
    return operation ? [{ methods: [method], path, operation }] : [];
  });
}

/** The objects to which other components refer. Frames are listed with the WebSocket. */
function sharedSchemas({ components: { schemas } }: OpenApi): Html[] {
  const names = new Set(
    [...JSON.stringify(Object.values(schemas)).matchAll(/"\$ref":"([^"]+)"/g)].map(([, ref]) =>
      referredName({ $ref: ref ?? "" }),
    ),
  );
  return Object.entries(schemas)
    .filter(([name, { properties }]) => names.has(name) && properties && !name.endsWith("Frame"))
    .map(
      ([name, schema]) =>
        html`<section class="schema" id="${name}">
          <h3><a href="#${name}">${name}</a></h3>
          <p>${inline(schema.description)}</p>
          ${fieldTable(schema, schemas, "optional")}
        </section>`,
    );
}
