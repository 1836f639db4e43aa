import { html } from "hono/html";
import { ERRORS } from "../../protocol/errors.ts";
import type { OpenApi, Operation, Reply } from "../../openapi/types.ts";
import { inline, type Html } from "../text.ts";

/** The replies of an operation by status, with references to shared replies resolved. */
export function repliesOf({ responses }: Operation, { components }: OpenApi): [string, Reply][] {
  return Object.entries(responses).map(([status, reply]) => {
    if (!("$ref" in reply)) return [status, reply];
    const referred = components.responses[reply.$ref.split("/").at(-1) ?? ""];
    return [status, referred ?? { description: "" }];
  });
}

/** "default" is a success with any status. */
export function isErrorStatus(status: string): boolean {
  return /^[45]/.test(status);
}

/** The description of an error reply is a list of codes: "- `no_target`: No connected…" */
const LINE = /^- `(\w+)`: (.*)$/gm;

/** The codes of an error reply with their messages. */
export function errorsOf({ description }: Reply): [code: string, message: string][] {
  return [...description.matchAll(LINE)].map(([, code = "", message = ""]) => [code, message]);
}

/** Every code once, sorted by status. */
export function errorSection(api: OpenApi): Html {
  const rows = [...everyError(api)]
    .toSorted(([, a], [, b]) => (a.statuses < b.statuses ? -1 : 1))
    .map(
      ([code, { message, statuses }]) =>
        html`<tr id="error-${code}">
          <th scope="row"><code>${code}</code></th>
          <td class="type"><span class="status bad">${statuses}</span></td>
          <td>${inline(message)}</td>
        </tr>`,
    );
  return html`<table class="fields">
    <tbody>
      ${rows}
    </tbody>
  </table>`;
}

/** The errors of all operations, and those of unknown URLs, which belong to no operation. */
function everyError(api: OpenApi): Map<string, { message: string; statuses: string }> {
  const operations = Object.values(api.paths).flatMap((item) => Object.values(item));
  const ofOperations = operations.flatMap((operation) => repliesOf(operation, api));
  const shared = Object.values(api.components.responses).map((reply): [string, Reply] => [
    usualStatus(reply),
    reply,
  ]);
  const errors = new Map<string, { message: string; statuses: string }>();
  for (const [status, reply] of [...ofOperations, ...shared]) {
    for (const [code, message] of errorsOf(reply)) {
      const known = errors.get(code)?.statuses.split(", ") ?? [];
      const statuses = [...new Set([...known, status])].join(", ");
      errors.set(code, { message, statuses });
    }
  }
  return errors;
}

function usualStatus(reply: Reply): string {
  const [code = ""] = errorsOf(reply)[0] ?? [];
  return code in ERRORS ? String(ERRORS[code as keyof typeof ERRORS][0]) : "";
}
