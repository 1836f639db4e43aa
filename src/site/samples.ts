import { readFileSync } from "node:fs";
import { join } from "node:path";
import { html, raw } from "hono/html";
import hljs from "highlight.js/lib/core";
import bash from "highlight.js/lib/languages/bash";
import go from "highlight.js/lib/languages/go";
import javascript from "highlight.js/lib/languages/javascript";
import python from "highlight.js/lib/languages/python";
import xml from "highlight.js/lib/languages/xml";
import type { Html } from "./text.ts";

const EXAMPLES = join(import.meta.dirname, "../../examples");
const LANGUAGES = { bash, go, javascript, python, xml };

for (const [name, grammar] of Object.entries(LANGUAGES)) hljs.registerLanguage(name, grammar);

/** A program of examples/, unchanged. A test runs it. */
export function sample(file: string, language: keyof typeof LANGUAGES): Html {
  const text = readFileSync(join(EXAMPLES, file), "utf8");
  return html`<figure class="sample">
    <figcaption id="file-${file}">${file}</figcaption>
    <pre tabindex="0" role="region" aria-labelledby="file-${file}">${colored(text, language)}</pre>
  </figure>`;
}

/** Adds colours, but no text. */
function colored(text: string, language: string): Html {
  return raw(hljs.highlight(text, { language }).value);
}
