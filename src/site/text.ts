import { html } from "hono/html";

/** What `html` makes. */
export type Html = ReturnType<typeof html>;

/** A description's paragraphs and lists, in as much of Markdown as our descriptions have. */
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

/** One line, with its \`code\` and its **stress**. */
export function inline(text: string | undefined): (Html | string)[] {
  return (text ?? "").split(/(`[^`]+`|\*\*[^*]+\*\*)/).map((part) => {
    if (part.startsWith("`")) return html`<code>${part.slice(1, -1)}</code>`;
    if (part.startsWith("**")) return html`<strong>${part.slice(2, -2)}</strong>`;
    return part;
  });
}
