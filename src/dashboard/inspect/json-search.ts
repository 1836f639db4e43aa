import { ancestorsOf } from "./flat-tree.ts";
import { displayKey, displayValue } from "./json-shown.ts";
import type { JsonTree } from "./json-tree.ts";

/** One match of the search text. Offsets are within the key or value as the row shows it. */
export interface JsonMatch {
  id: number;
  part: "key" | "value";
  start: number;
  end: number;
}

/** More than anyone steps through. */
const MAX_MATCHES = 1_000;

/** Finds a text in keys and values, ignoring case, in the order of the rows. */
export function findInJson(
  tree: JsonTree,
  searchText: string,
  maxMatches = MAX_MATCHES,
): JsonMatch[] {
  const matches: JsonMatch[] = [];
  if (searchText === "") return matches;
  const pattern = new RegExp(searchText.replaceAll(/[\\^$.*+?()[\]{}|/]/g, "\\$&"), "giu");
  for (const [id, node] of tree.nodes.entries()) {
    const isScalar = node.kind !== "object" && node.kind !== "array";
    const shown = [
      ["key", displayKey(tree, node) ?? ""],
      ["value", isScalar ? displayValue(tree, node) : ""],
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

/** The expanded nodes, plus those that must be expanded to make a match visible. */
export function expandedToShow(
  tree: JsonTree,
  expanded: ReadonlySet<number>,
  id: number,
): Set<number> {
  return new Set([...expanded, ...ancestorsOf(tree.nodes, id)]);
}
