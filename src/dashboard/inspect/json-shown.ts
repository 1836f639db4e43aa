import { ancestorsOf } from "./flat-tree.ts";
import type { JsonNode, JsonTree } from "./json-tree.ts";
import { visibleText } from "./visible-text.ts";

/** A value or key of this length is more than a row can show. */
const MAX_SHOWN = 10_000;

/** The key as it reads, in quotes; null where it has none. */
export function shownKey(tree: JsonTree, { key }: JsonNode): string | null {
  return key && shownString(tree.text.slice(...key));
}

/** A scalar as it reads: a number or word as written, a string with its needless escapes undone. */
export function shownValue(tree: JsonTree, { kind, start, end }: JsonNode): string {
  if (kind === "object") return "{}";
  if (kind === "array") return "[]";
  const written = tree.text.slice(start, end);
  return kind === "string" ? shownString(written) : clip(written);
}

/** The exact text of a value, as it was written: what a copy button copies. */
export function writtenValue(tree: JsonTree, { start, end }: JsonNode): string {
  return tree.text.slice(start, end);
}

/** The string that a string value stands for; of another one what was written. */
export function plainValue(tree: JsonTree, node: JsonNode): string {
  const written = writtenValue(tree, node);
  return node.kind === "string" ? decode(written) : written;
}

/** The JSON Pointer (RFC 6901) of a node: "" at the top. */
export function pointerOf(tree: JsonTree, id: number): string {
  const path = [id, ...ancestorsOf(tree.nodes, id)].toReversed().slice(1);
  return path.map((at) => `/${segment(tree, tree.nodes[at])}`).join("");
}

function segment(tree: JsonTree, node: JsonNode | undefined): string {
  if (!node?.key) return String(node?.index ?? 0);
  return decode(tree.text.slice(...node.key))
    .replaceAll("~", "~0")
    .replaceAll("/", "~1");
}

/** Senders write `\u00e9` for é and `\/` for /: nobody wants to read those. */
function shownString(written: string): string {
  const cut = written.length > MAX_SHOWN ? `${clipString(written)}"` : written;
  const shown = visibleText(JSON.stringify(decode(cut)));
  return cut === written ? shown : `${shown.slice(0, -1)}…`;
}

/** Never through the middle of an escape, which is six characters at most. */
function clipString(written: string): string {
  const cut = written.slice(0, MAX_SHOWN);
  const slash = cut.lastIndexOf("\\", MAX_SHOWN - 1);
  return slash > MAX_SHOWN - 6 ? cut.slice(0, beforeEscapes(cut, slash)) : cut;
}

/** Of a run of backslashes each second one is escaped by the one before: all of it goes. */
function beforeEscapes(text: string, slash: number): number {
  let at = slash;
  while (at > 0 && text[at - 1] === "\\") at--;
  return at;
}

function clip(written: string): string {
  return written.length > MAX_SHOWN ? `${written.slice(0, MAX_SHOWN)}…` : written;
}

/** Its quotes and escapes were checked as the text was read. */
function decode(written: string): string {
  return String(JSON.parse(written));
}
