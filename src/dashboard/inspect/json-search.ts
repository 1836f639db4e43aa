import { ancestorsOf } from "./flat-tree.ts";
import { shownKey, shownValue } from "./json-shown.ts";
import type { JsonTree } from "./json-tree.ts";

/** Where a sought text occurs, in what a row shows. */
export interface JsonMatch {
  id: number;
  part: "key" | "value";
  start: number;
  end: number;
}

/** Nobody steps through more. */
const MAX_MATCHES = 1_000;

/** Finds a text in keys and values, whatever its case, in the order of the rows. */
export function findInJson(tree: JsonTree, sought: string, maxMatches = MAX_MATCHES): JsonMatch[] {
  const matches: JsonMatch[] = [];
  if (sought === "") return matches;
  const pattern = new RegExp(sought.replaceAll(/[\\^$.*+?()[\]{}|/]/g, "\\$&"), "giu");
  for (const [id, node] of tree.nodes.entries()) {
    const isScalar = node.kind !== "object" && node.kind !== "array";
    const shown = [
      ["key", shownKey(tree, node) ?? ""],
      ["value", isScalar ? shownValue(tree, node) : ""],
    ] as const;
    for (const [part, text] of shown) {
      for (const { index, 0: found } of text.matchAll(pattern)) {
        matches.push({ id, part, start: index, end: index + found.length });
        if (matches.length === maxMatches) return matches;
      }
    }
  }
  return matches;
}

/** What is expanded, and beside that what has to be for a match to be in sight. */
export function expandedTo(tree: JsonTree, expanded: ReadonlySet<number>, id: number): Set<number> {
  return new Set([...expanded, ...ancestorsOf(tree.nodes, id)]);
}
