import { html } from "hono/html";

/** The result of `html`. */
export type Html = ReturnType<typeof html>;

/** The paragraphs and lists of a description. Supports only the Markdown that descriptions use. */
export function prose(text: string | undefined): Html[] {
  return (text ?? "")
    .split("\n\n")
    .filter((block) => block !== "")
    .map((block) => (block.startsWith("- ") ? list(block) : html`<p>${inline(block)}</p>`));
}

function list(block: string): Html {
  const items = block.split("\n").map((line) => html`<li>${inline(line.slice(2))}</li>`);
  return html`<ul>
    ${items}
  </ul>`;
}

/** One line with \`code\` and **bold** text. */
export function inline(text: string | undefined): (Html | string)[] {
  return (text ?? "").split(/(`[^`]+`|\*\*[^*]+\*\*)/).map((part) => {
    if (part.startsWith("`")) return html`<code>${part.slice(1, -1)}</code>`;
    if (part.startsWith("**")) return html`<strong>${part.slice(2, -2)}</strong>`;
    return part;
  });
}
