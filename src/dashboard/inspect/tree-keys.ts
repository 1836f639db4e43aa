import { hasChildren, type FlatNode } from "./flat-tree.ts";

/** What is expanded in a tree, and on which node the reader is. */
export interface TreeState {
  expanded: ReadonlySet<number>;
  active: number;
}

/** A page of rows, for Page Up and Page Down. */
const PAGE = 10;

/**
 * What a key does in a tree, as the ARIA pattern for trees has it; null where it does nothing.
 *
 * @param rows the nodes in sight, in order
 */
export function pressInTree(
  key: string,
  nodes: readonly FlatNode[],
  rows: readonly number[],
  state: TreeState,
): TreeState | null {
  const { expanded, active } = state;
  const row = rows.indexOf(active);
  const to = (at: number): TreeState => ({
    expanded,
    active: rows[Math.max(0, Math.min(at, rows.length - 1))] ?? active,
  });
  switch (key) {
    case "ArrowDown":
      return to(row + 1);
    case "ArrowUp":
      return to(row - 1);
    case "PageDown":
      return to(row + PAGE);
    case "PageUp":
      return to(row - PAGE);
    case "Home":
      return to(0);
    case "End":
      return to(rows.length - 1);
    case "ArrowRight":
      if (!hasChildren(nodes, active)) return state;
      return expanded.has(active) ? to(row + 1) : toggle(state, active);
    case "ArrowLeft":
      if (expanded.has(active)) return toggle(state, active);
      return { expanded, active: Math.max(nodes[active]?.parent ?? 0, 0) };
    case "Enter":
    case " ":
      return hasChildren(nodes, active) ? toggle(state, active) : state;
    default:
      return null;
  }
}

/** Expands a node, or folds it; the reader is then on it. */
export function toggle({ expanded }: TreeState, id: number): TreeState {
  const changed = new Set(expanded);
  if (!changed.delete(id)) changed.add(id);
  return { expanded: changed, active: id };
}
