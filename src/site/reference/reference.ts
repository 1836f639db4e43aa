import { html } from "hono/html";
import { HTTP_METHODS, type OpenApi, type PathItem } from "../../openapi/types.ts";
import { errorSection } from "./errors.ts";
import { fieldTable } from "./fields.ts";
import { badge, operationSection, type Listed } from "./operation.ts";
import { referredName } from "./sample.ts";
import { origin } from "../origin.ts";
import { inline, prose, type Html } from "../text.ts";
import type { SitePage } from "../page.ts";

/** A resource with its operations, in the order of the document. */
interface Chapter {
  name: string;
  description: string;
  id: string;
  listed: Listed[];
}

export function referencePage(api: OpenApi): SitePage {
  const chapters = chaptersOf(api);
  return {
    address: "/docs/api",
    title: "API reference",
    description: "Every route, frame, field, limit and error, with a command to paste for each.",
    layout: "reference",
    places: places(chapters),
    content: html`<header>
        <h1>API <small>${api.info.version}</small></h1>
        ${prose(api.info.description)}
        <p>
          The same for programs: <a href="/openapi.json">openapi.json</a>, an OpenAPI ${api.openapi}
          document. The commands below read these variables:
        </p>
        <pre>export URL=${origin()} TOKEN=hnt_… KEY=hnx_… ENDPOINT_ID=…</pre>
        ${whoIsAsking(api)}
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
    <section class="chapter" id="shapes">
      <h2><a href="#shapes">Shapes</a></h2>
      <p>What several routes and frames have in common.</p>
      ${shapes(api)}
    </section>
    <section class="chapter" id="errors">
      <h2><a href="#errors">Errors</a></h2>
      <p>${inline(api.components.schemas["ErrorBody"]?.description)}</p>
      ${fieldTable({ $ref: "ErrorBody" }, api.components.schemas, "optional")} ${errorSection(api)}
    </section>`;
}

function whoIsAsking({ components: { securitySchemes } }: OpenApi): Html {
  const rows = Object.values(securitySchemes).map(
    ({ description, scheme, bearerFormat, name, in: place }) =>
      html`<tr>
        <th scope="row"><code>${scheme ? `Bearer ${bearerFormat ?? "…"}` : name}</code></th>
        <td class="type">${scheme ? "header" : place}</td>
        <td>${inline(description)}</td>
      </tr>`,
  );
  return html`<h2 id="who-is-asking">Who is asking</h2>
    <table class="fields">
      <tbody>
        ${rows}
      </tbody>
    </table>`;
}

function places(chapters: Chapter[]): Html {
  return html`${chapters.map(
      ({ name, id, listed }) =>
        html`<a class="to" href="#${id}">${name}</a>
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
    )} <a class="to" href="#shapes">Shapes</a> <a class="to" href="#errors">Errors</a>`;
}

/** What comes after a semicolon is for whoever reads the route itself. */
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

/** An address that takes every method does the same by each: it is listed once. */
function listedOf(path: string, item: PathItem): Listed[] {
  const methods = HTTP_METHODS.filter((method) => item[method]);
  const isAny = methods.length === HTTP_METHODS.length;
  if (isAny && item.post) return [{ methods, path, operation: item.post }];
  return methods.flatMap((method) => {
    const operation = item[method];
    return operation ? [{ methods: [method], path, operation }] : [];
  });
}

/** The components that others, or several replies, are made of. */
function shapes({ components: { schemas } }: OpenApi): Html[] {
  const names = new Set(
    [...JSON.stringify(Object.values(schemas)).matchAll(/"\$ref":"([^"]+)"/g)].map(([, ref]) =>
      referredName({ $ref: ref ?? "" }),
    ),
  );
  return Object.entries(schemas)
    .filter(([name, { properties }]) => names.has(name) && properties && !name.endsWith("Frame"))
    .map(
      ([name, schema]) =>
        html`<section class="shape" id="${name}">
          <h3><a href="#${name}">${name}</a></h3>
          <p>${inline(schema.description)}</p>
          ${fieldTable(schema, schemas, "optional")}
        </section>`,
    );
}
