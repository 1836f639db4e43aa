import { html } from "hono/html";
import { ERRORS } from "../../protocol/errors.ts";
import type { OpenApi, Operation, Reply } from "../../openapi/types.ts";
import { inline, type Html } from "../text.ts";

/** An operation's replies with their statuses, whether they stand in it or are shared. */
export function repliesOf({ responses }: Operation, { components }: OpenApi): [string, Reply][] {
  return Object.entries(responses).map(([status, reply]) => {
    if (!("$ref" in reply)) return [status, reply];
    const shared = components.responses[reply.$ref.split("/").at(-1) ?? ""];
    return [status, shared ?? { description: "" }];
  });
}

/** "default" is a success that has no status of its own. */
export function isRefusal(status: string): boolean {
  return /^[45]/.test(status);
}

/** A refusal's description is a list, a line a code: "- `no_target`: No listener is online…" */
const LINE = /^- `(\w+)`: (.*)$/gm;

/** The codes that a refusal may have, with their sentences. */
export function errorsOf({ description }: Reply): [code: string, sentence: string][] {
  return [...description.matchAll(LINE)].map(([, code = "", sentence = ""]) => [code, sentence]);
}

/** Every code once, in the order of its statuses. */
export function errorSection(api: OpenApi): Html {
  const rows = [...everyError(api)]
    .toSorted(([, a], [, b]) => (a.statuses < b.statuses ? -1 : 1))
    .map(
      ([code, { sentence, statuses }]) =>
        html`<tr id="error-${code}">
          <th scope="row"><code>${code}</code></th>
          <td class="type"><span class="status bad">${statuses}</span></td>
          <td>${inline(sentence)}</td>
        </tr>`,
    );
  return html`<table class="fields">
    <tbody>
      ${rows}
    </tbody>
  </table>`;
}

/** What an operation can be refused with, and what is the same at every address. */
function everyError(api: OpenApi): Map<string, { sentence: string; statuses: string }> {
  const operations = Object.values(api.paths).flatMap((item) => Object.values(item));
  const refused = operations.flatMap((operation) => repliesOf(operation, api));
  const anywhere = Object.values(api.components.responses).map((reply): [string, Reply] => [
    usualStatus(reply),
    reply,
  ]);
  const errors = new Map<string, { sentence: string; statuses: string }>();
  for (const [status, reply] of [...refused, ...anywhere]) {
    for (const [code, sentence] of errorsOf(reply)) {
      const known = errors.get(code)?.statuses.split(", ") ?? [];
      const statuses = [...new Set([...known, status])].join(", ");
      errors.set(code, { sentence, statuses });
    }
  }
  return errors;
}

function usualStatus(reply: Reply): string {
  const [code = ""] = errorsOf(reply)[0] ?? [];
  return code in ERRORS ? String(ERRORS[code as keyof typeof ERRORS][0]) : "";
}
