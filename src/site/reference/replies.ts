import { html } from "hono/html";
import type { OpenApi, Operation, Reply, Schema } from "../../openapi/types.ts";
import { errorsOf, isErrorStatus, repliesOf } from "./errors.ts";
import { fieldTable } from "./fields.ts";
import { referredName, sampleOf } from "./sample.ts";
import { inline, type Html } from "../text.ts";

/** The successful replies of an operation. */
export function successes(operation: Operation, api: OpenApi): Html[] {
  return repliesOf(operation, api)
    .filter(([status]) => !isErrorStatus(status))
    .map(
      ([status, reply]) =>
        html`<h4>
            <span class="status">${status}</span>
            <span>${inline(reply.description)}</span>
          </h4>
          ${headerTable(reply)} ${replyFields(reply, api)}`,
    );
}

function jsonSchemaOf({ content }: Reply): Schema | undefined {
  return content?.["application/json"]?.schema;
}

function replyFields(reply: Reply, { components: { schemas } }: OpenApi): Html | string {
  const schema = jsonSchemaOf(reply);
  return schema === undefined ? "" : fieldTable(schema, schemas, "optional");
}

function headerTable({ headers }: Reply): Html | string {
  if (!headers) return "";
  const rows = Object.entries(headers).map(
    ([name, { description }]) =>
      html`<tr>
        <th scope="row"><code>${name}</code></th>
        <td class="type">header</td>
        <td>${inline(description)}</td>
      </tr>`,
  );
  return html`<table class="fields">
    <tbody>
      ${rows}
    </tbody>
  </table>`;
}

/** The error codes by status. They are explained once, at the end of the page. */
export function errorList(operation: Operation, api: OpenApi): Html {
  const lines = repliesOf(operation, api)
    .filter(([status]) => isErrorStatus(status))
    .map(([status, reply]) => {
      const codes = errorsOf(reply).map(([code]) => html`<a href="#error-${code}">${code}</a> `);
      return html`<li>
        <span class="status bad">${status}</span>
        <span>${codes.length > 0 ? codes : inline(reply.description)}</span>
      </li>`;
    });
  return html`<h4>Errors</h4>
    <ul class="errors">
      ${lines}
    </ul>`;
}

/** A sample of the first reply. */
export function sampleReply(operation: Operation, api: OpenApi): Html | string {
  const [status, reply] = repliesOf(operation, api)[0] ?? [];
  const schema = reply && jsonSchemaOf(reply);
  if (!schema || (!referredName(schema) && !schema.properties)) return "";
  return html`<h4>Response <span class="status">${status}</span></h4>
    <pre>${JSON.stringify(sampleOf(schema, api.components.schemas), null, 2)}</pre>`;
}
