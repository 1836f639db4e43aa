import { useMemo, useState } from "react";
import { Notice } from "../../../components/notice.tsx";
import { childrenOf, firstExpanded } from "../../../inspect/flat-tree.ts";
import { numberText } from "../../../inspect/size.ts";
import type { TreeState } from "../../../inspect/tree-keys.ts";
import { visibleText } from "../../../inspect/visible-text.ts";
import { parseXmlTree, type XmlNode } from "../../../inspect/xml-tree.ts";
import { FoldButtons, LONG_TREE } from "./fold-buttons.tsx";
import { TreeView } from "./tree-view.tsx";
import view from "../view.module.css";
import tones from "./tones.module.css";

/** XML as a tree of text. Nothing in it is rendered, expanded or fetched. */
export function XmlView({ text }: { text: string }) {
  const { nodes, problem, isTruncated } = useMemo(() => parseXmlTree(text), [text]);
  const [state, setState] = useState<TreeState>(() => ({
    expanded: withoutTexts(nodes, firstExpanded(nodes)),
    active: 0,
  }));
  return (
    <div className={view.view}>
      {problem && (
        <Notice tone="warn">
          Invalid XML: {problem.message} (line {numberText(problem.line)}, column{" "}
          {numberText(problem.column)}).
        </Notice>
      )}
      {isTruncated && (
        <Notice tone="info">
          The tree shows the first {numberText(nodes.length)} nodes. The raw view has all.
        </Notice>
      )}
      {nodes.length >= LONG_TREE && (
        <div className={view.bar}>
          <FoldButtons nodes={nodes} state={state} onChange={setState} />
        </div>
      )}
      {nodes.length > 0 && (
        <TreeView
          label="XML"
          nodes={nodes}
          state={state}
          onChange={setState}
          renderRow={(id) => <Row nodes={nodes} id={id} isOpen={state.expanded.has(id)} />}
        />
      )}
    </div>
  );
}

/** The text of an element that contains only text: both fit on one row. */
function onlyText(nodes: readonly XmlNode[], id: number): string | null {
  const children = childrenOf(nodes, id);
  const child = nodes[children[0] ?? -1];
  return children.length === 1 && child?.kind === "text" ? child.text : null;
}

function withoutTexts(nodes: readonly XmlNode[], expanded: Set<number>): Set<number> {
  return new Set([...expanded].filter((id) => onlyText(nodes, id) === null));
}

/** Keeps texts of several megabytes out of the DOM. */
const MAX_SHOWN = 2_000;

function shown(text: string): string {
  return visibleText(text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text);
}

function Row({ nodes, id, isOpen }: { nodes: readonly XmlNode[]; id: number; isOpen: boolean }) {
  const node = nodes[id];
  if (!node) return null;
  switch (node.kind) {
    case "element":
      return <Element nodes={nodes} id={id} node={node} isOpen={isOpen} />;
    case "text":
    case "cdata":
      return <span className={tones.string}>{shown(node.text)}</span>;
    case "comment":
      return <span className={tones.comment}>{shown(`<!--${node.text}-->`)}</span>;
    case "instruction":
      return <span className={tones.quiet}>{shown(`<?${node.name} ${node.text}?>`)}</span>;
    case "doctype":
      return <span className={tones.quiet}>{shown(`<!DOCTYPE ${node.text}>`)}</span>;
  }
}

interface ElementProps {
  nodes: readonly XmlNode[];
  id: number;
  node: XmlNode;
  isOpen: boolean;
}

function Element({ nodes, id, node, isOpen }: ElementProps) {
  const text = isOpen ? null : onlyText(nodes, id);
  const isEmpty = node.next === id + 1;
  return (
    <>
      <span className={tones.quiet}>{"<"}</span>
      <span className={tones.keyword}>{shown(node.name)}</span>
      {node.attributes.map(({ name, value }, at) => (
        <span key={at}>
          {" "}
          <span className={tones.name}>{shown(name)}</span>
          <span className={tones.quiet}>=</span>
          <span className={tones.string}>{shown(`"${value}"`)}</span>
        </span>
      ))}
      <span className={tones.quiet}>{isEmpty ? " />" : ">"}</span>
      {text !== null && <span>{shown(text)}</span>}
      {!isEmpty && !isOpen && (
        <span className={tones.quiet}>{shown(`${text === null ? "…" : ""}</${node.name}>`)}</span>
      )}
    </>
  );
}
