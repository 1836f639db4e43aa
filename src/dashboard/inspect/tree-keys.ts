import { hasChildren, type FlatNode } from "./flat-tree.ts";

/** The expanded nodes of a tree, and the node that has the focus. */
export interface TreeState {
  expanded: ReadonlySet<number>;
  active: number;
}

/** Rows that Page Up and Page Down move by. */
const PAGE = 10;

/**
 * Handles a key as the ARIA tree pattern defines it; null if the tree does not use the key.
 *
 * @param rows the visible nodes, in order
 */
export function handleTreeKey(
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

/** Expands or collapses a node, and makes it the active one. */
export function toggle({ expanded }: TreeState, id: number): TreeState {
  const changed = new Set(expanded);
  if (!changed.delete(id)) changed.add(id);
  return { expanded: changed, active: id };
}
