import { ancestorsOf } from "./flat-tree.ts";
import type { JsonNode, JsonTree } from "./json-tree.ts";
import { visibleText } from "./visible-text.ts";

/** Keys and values longer than this are cut, because a row can't show more. */
const MAX_SHOWN = 10_000;

/** The key for display, in quotes; null if the node has none. */
export function displayKey(tree: JsonTree, { key }: JsonNode): string | null {
  return key && shownString(tree.text.slice(...key));
}

/** The value for display: numbers and literals as written, strings without needless escapes. */
export function displayValue(tree: JsonTree, { kind, start, end }: JsonNode): string {
  if (kind === "object") return "{}";
  if (kind === "array") return "[]";
  const written = tree.text.slice(start, end);
  return kind === "string" ? shownString(written) : clip(written);
}

/** The source text of a value, exactly as written. */
export function sourceOf(tree: JsonTree, { start, end }: JsonNode): string {
  return tree.text.slice(start, end);
}

/** The decoded content of a string; the source text of any other value. */
export function decodedValue(tree: JsonTree, node: JsonNode): string {
  const written = sourceOf(tree, node);
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

/** Some senders write `\u00e9` for é and `\/` for /, which are hard to read. */
function shownString(written: string): string {
  const cut = written.length > MAX_SHOWN ? `${clipString(written)}"` : written;
  const shown = visibleText(JSON.stringify(decode(cut)));
  return cut === written ? shown : `${shown.slice(0, -1)}…`;
}

/** Cuts a long string, but never inside an escape, which has at most six characters. */
function clipString(written: string): string {
  const cut = written.slice(0, MAX_SHOWN);
  const slash = cut.lastIndexOf("\\", MAX_SHOWN - 1);
  return slash > MAX_SHOWN - 6 ? cut.slice(0, startOfBackslashes(cut, slash)) : cut;
}

/**
 * Where a run of backslashes starts. Every second one is escaped by the one before, so the whole
 * run is cut.
 */
function startOfBackslashes(text: string, slash: number): number {
  let at = slash;
  while (at > 0 && text[at - 1] === "\\") at--;
  return at;
}

function clip(written: string): string {
  return written.length > MAX_SHOWN ? `${written.slice(0, MAX_SHOWN)}…` : written;
}

/** Never throws, because the scan has checked the quotes and escapes. */
function decode(written: string): string {
  return String(JSON.parse(written));
}
