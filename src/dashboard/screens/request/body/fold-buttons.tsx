import { Button } from "../../../components/button.tsx";
import { allExpanded, type FlatNode } from "../../../inspect/flat-tree.ts";
import type { TreeState } from "../../../inspect/tree-keys.ts";
import styles from "./structure.module.css";

/** A tree with fewer nodes needs no search or fold buttons. */
export const LONG_TREE = 6;

export interface FoldButtonsProps {
  nodes: readonly FlatNode[];
  state: TreeState;
  onChange(state: TreeState): void;
}

/** Expands or collapses the whole tree. */
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
