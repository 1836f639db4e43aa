import { Button } from "../../../components/button.tsx";
import { allExpanded, type FlatNode } from "../../../inspect/flat-tree.ts";
import type { TreeState } from "../../../inspect/tree-keys.ts";
import styles from "./structure.module.css";

/** A tree of fewer values is taken in at a glance: it needs no tools. */
export const LONG_TREE = 6;

export interface FoldButtonsProps {
  nodes: readonly FlatNode[];
  state: TreeState;
  onChange(state: TreeState): void;
}

/** Unfolds or folds all of a tree. */
export function FoldButtons({ nodes, state, onChange }: FoldButtonsProps) {
  const expand = () => onChange({ ...state, expanded: allExpanded(nodes) });
  const collapse = () => onChange({ active: 0, expanded: new Set() });
  return (
    <span className={styles.buttons}>
      <Button size="small" tone="quiet" onClick={expand}>
        Expand all
      </Button>
      <Button size="small" tone="quiet" onClick={collapse}>
        Collapse all
      </Button>
    </span>
  );
}
