/**
 * A tree in document order, each node before its children: the descendants of a node are the range
 * up to `next`. A virtual list gets its rows in one pass, without recursion that hostile nesting
 * could overflow.
 */
export interface FlatNode {
  /** Index of the parent; -1 at the top. */
  parent: number;
  depth: number;
  /** Index of the first node that is not a descendant of this one. */
  next: number;
}

/** The indexes of the visible nodes: those whose ancestors are all expanded. */
export function visibleRows(nodes: readonly FlatNode[], expanded: ReadonlySet<number>): number[] {
  const rows: number[] = [];
  for (let id = 0; id < nodes.length;) {
    rows.push(id);
    id = expanded.has(id) ? id + 1 : (nodes[id]?.next ?? nodes.length);
  }
  return rows;
}

export function hasChildren(nodes: readonly FlatNode[], id: number): boolean {
  return (nodes[id]?.next ?? 0) > id + 1;
}

/** The ancestors of a node, nearest first. A node is visible when all of them are expanded. */
export function ancestorsOf(nodes: readonly FlatNode[], id: number): number[] {
  const above: number[] = [];
  for (let at = nodes[id]?.parent ?? -1; at !== -1; at = nodes[at]?.parent ?? -1) above.push(at);
  return above;
}

export function childrenOf(nodes: readonly FlatNode[], id: number): number[] {
  const children: number[] = [];
  const end = nodes[id]?.next ?? 0;
  for (let child = id + 1; child < end; child = nodes[child]?.next ?? end) children.push(child);
  return children;
}

/** Enough rows for most webhook bodies, and few enough to scroll well. */
const FIRST_ROWS = 500;

/**
 * The nodes to expand at first: level by level, as long as no more than `maxRows` rows show. The
 * top is always expanded.
 */
export function firstExpanded(nodes: readonly FlatNode[], maxRows = FIRST_ROWS): Set<number> {
  const level = nodes.flatMap(({ depth }, id) => (depth === 0 ? [id] : []));
  const expanded = new Set<number>();
  let rows = level.length;
  for (let reached = level; reached.length > 0;) {
    const below: number[] = [];
    for (const id of reached) {
      const children = childrenOf(nodes, id);
      const isShort = rows + children.length <= maxRows || nodes[id]?.depth === 0;
      if (children.length === 0 || !isShort) continue;
      expanded.add(id);
      rows += children.length;
      below.push(...children);
    }
    reached = below;
  }
  return expanded;
}

/** All nodes that have children. */
export function allExpanded(nodes: readonly FlatNode[]): Set<number> {
  return new Set(nodes.flatMap((_, id) => (hasChildren(nodes, id) ? [id] : [])));
}
