/**
 * A tree laid out in the order of its text, each node before its children: what is under a node
 * is the range up to `next`. Rows for a virtual list are then one walk, without recursion that a
 * hostile nesting could overflow.
 */
export interface FlatNode {
  /** -1 at the top. */
  parent: number;
  depth: number;
  /** The first node that is not under this one. */
  next: number;
}

/** The nodes in sight, by their index: those whose parents are all expanded. */
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

/** All above a node, the nearest first: what has to be expanded for it to be in sight. */
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

/** So much is unfolded at first: what a webhook's body mostly is, and not more than scrolls well. */
const FIRST_ROWS = 500;

/** What to expand at first: level by level, as long as all that it shows stays readable. */
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

/** Everything that can be. */
export function allExpanded(nodes: readonly FlatNode[]): Set<number> {
  return new Set(nodes.flatMap((_, id) => (hasChildren(nodes, id) ? [id] : [])));
}
