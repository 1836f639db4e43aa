import { useDeferredValue, useMemo, useState } from "react";
import { Notice } from "../../../components/notice.tsx";
import { firstExpanded } from "../../../inspect/flat-tree.ts";
import { expandedToShow, findInJson } from "../../../inspect/json-search.ts";
import { parseJsonTree, type JsonTree } from "../../../inspect/json-tree.ts";
import { numberText } from "../../../inspect/size.ts";
import type { TreeState } from "../../../inspect/tree-keys.ts";
import { FoldButtons, LONG_TREE } from "./fold-buttons.tsx";
import { JsonRow } from "./json-row.tsx";
import { SearchBar } from "./search-bar.tsx";
import { TreeView } from "./tree-view.tsx";
import { CopyButton } from "../../../components/copy-button.tsx";
import { decodedValue, pointerOf } from "../../../inspect/json-shown.ts";
import { visibleText } from "../../../inspect/visible-text.ts";
import view from "../view.module.css";
import styles from "./structure.module.css";

export interface JsonViewProps {
  text: string;
  /** Several JSON texts in a row (NDJSON). */
  isSequence: boolean;
}

/** JSON as a tree with search. Numbers and duplicate keys are shown as they were sent. */
export function JsonView({ text, isSequence }: JsonViewProps) {
  const tree = useMemo(() => parseJsonTree(text, isSequence), [text, isSequence]);
  const [state, setState] = useState<TreeState>(() => ({
    expanded: firstExpanded(tree.nodes),
    active: 0,
  }));
  const [search, setSearch] = useState("");
  const [current, setCurrent] = useState(0);
  const deferredSearch = useDeferredValue(search);
  const matches = useMemo(() => findInJson(tree, deferredSearch), [tree, deferredSearch]);
  const go = (to: number) => {
    const match = matches[(to + matches.length) % matches.length];
    if (!match) return;
    setCurrent(matches.indexOf(match));
    setState({ expanded: expandedToShow(tree, state.expanded, match.id), active: match.id });
  };
  const changeSearch = (typed: string) => {
    setSearch(typed);
    setCurrent(0);
  };
  return (
    <div className={view.view}>
      {tree.problem && (
        <Notice tone="warn">
          Invalid JSON: {tree.problem.message} (line {numberText(tree.problem.line)}, column{" "}
          {numberText(tree.problem.column)}).
        </Notice>
      )}
      {tree.isTruncated && (
        <Notice tone="info">
          The tree shows the first {numberText(tree.nodes.length)} values. The raw view has all.
        </Notice>
      )}
      {tree.nodes.length >= LONG_TREE && (
        <div className={view.bar}>
          <SearchBar
            search={search}
            onSearch={changeSearch}
            count={matches.length}
            current={current}
            onStep={(by) => go(state.active === matches[current]?.id ? current + by : current)}
          />
          <FoldButtons nodes={tree.nodes} state={state} onChange={setState} />
        </div>
      )}
      {tree.nodes.length > 0 && (
        <TreeView
          label="JSON"
          nodes={tree.nodes}
          state={state}
          onChange={setState}
          renderRow={(id) => (
            <JsonRow tree={tree} id={id} matches={matches} current={matches[current]} />
          )}
        />
      )}
      <JsonPlace tree={tree} id={state.active} />
    </div>
  );
}

/** Copies the JSON pointer and the value of the active node. */
function JsonPlace({ tree, id }: { tree: JsonTree; id: number }) {
  const node = tree.nodes[id];
  if (!node) return null;
  const pointer = pointerOf(tree, id);
  const value = () => decodedValue(tree, node);
  return (
    <div className={styles.place}>
      <code className={styles.path}>{visibleText(pointer)}</code>
      <span className={styles.buttons}>
        {pointer !== "" && <CopyButton text={pointer} what="JSON pointer" label="Copy path" />}
        <CopyButton text={value} what="value" label={pointer === "" ? "Copy JSON" : "Copy value"} />
      </span>
    </div>
  );
}
