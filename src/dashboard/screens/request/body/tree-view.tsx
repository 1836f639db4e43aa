import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useId, useMemo, useRef, type KeyboardEvent, type ReactNode } from "react";
import { classes } from "../../../components/classes.ts";
import { Icon } from "../../../components/icon.tsx";
import { hasChildren, visibleRows, type FlatNode } from "../../../inspect/flat-tree.ts";
import { handleTreeKey, toggle, type TreeState } from "../../../inspect/tree-keys.ts";
import { ROW_PX } from "./virtual-rows.tsx";
import rowStyles from "./rows.module.css";
import styles from "./tree-view.module.css";

const OVERSCAN = 20;
const INDENT_PX = 16;
/** Rows nested deeper are not indented further: they would start outside the view. */
const MAX_INDENTS = 40;

export interface TreeViewProps {
  label: string;
  nodes: readonly FlatNode[];
  state: TreeState;
  onChange(state: TreeState): void;
  renderRow(id: number): ReactNode;
}

/**
 * A tree of any size, of which only the visible rows are rendered. The tree itself has the focus and
 * names the active row by `aria-activedescendant`, because rows come and go while scrolling.
 */
export function TreeView({ label, nodes, state, onChange, renderRow }: TreeViewProps) {
  const treeId = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useMemo(() => visibleRows(nodes, state.expanded), [nodes, state.expanded]);
  const list = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: OVERSCAN,
  });
  const activeRow = rows.indexOf(state.active);
  useEffect(() => {
    if (activeRow !== -1) list.scrollToIndex(activeRow, { align: "auto" });
  }, [list, activeRow]);
  const press = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const next = handleTreeKey(event.key, nodes, rows, state);
    if (!next) return;
    event.preventDefault();
    onChange(next);
  };
  return (
    <div
      ref={scroller}
      className={classes(rowStyles.scroller, styles.tree)}
      role="tree"
      aria-label={label}
      aria-activedescendant={`${treeId}-${state.active}`}
      tabIndex={0}
      onKeyDown={press}
    >
      <div className={rowStyles.all} role="none" style={{ height: list.getTotalSize() }}>
        {list.getVirtualItems().map(({ index, start }) => {
          const id = rows[index] ?? 0;
          return (
            <Row
              key={id}
              elementId={`${treeId}-${id}`}
              node={nodes[id]}
              isActive={id === state.active}
              isExpanded={hasChildren(nodes, id) ? state.expanded.has(id) : null}
              start={start}
              onPress={() => onChange(pressRow(nodes, id, state))}
            >
              {renderRow(id)}
            </Row>
          );
        })}
      </div>
    </div>
  );
}

interface RowProps {
  elementId: string;
  node: FlatNode | undefined;
  isActive: boolean;
  /** Null for a node without children. */
  isExpanded: boolean | null;
  start: number;
  onPress(): void;
  children: ReactNode;
}

function Row({ elementId, node, isActive, isExpanded, start, onPress, children }: RowProps) {
  const depth = node?.depth ?? 0;
  return (
    // The tree has the focus and handles the keys.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
    <div
      id={elementId}
      className={classes(rowStyles.row, styles.row, isActive && styles.active)}
      role="treeitem"
      aria-level={depth + 1}
      aria-selected={isActive}
      aria-expanded={isExpanded ?? undefined}
      style={{
        translate: `0 ${start}px`,
        paddingLeft: 8 + Math.min(depth, MAX_INDENTS) * INDENT_PX,
      }}
      onClick={onPress}
    >
      <span className={classes(styles.marker, isExpanded === true && styles.open)}>
        {isExpanded !== null && <Icon name="chevron" />}
      </span>
      {children}
    </div>
  );
}

function pressRow(nodes: readonly FlatNode[], id: number, state: TreeState): TreeState {
  return hasChildren(nodes, id) ? toggle(state, id) : { ...state, active: id };
}
