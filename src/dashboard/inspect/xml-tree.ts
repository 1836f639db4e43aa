import type { FlatNode } from "./flat-tree.ts";
import { scanXml, type Attribute, type XmlTextKind } from "./xml-scan.ts";
import type { TextProblem } from "./text-problem.ts";

export interface XmlNode extends FlatNode {
  kind: "element" | XmlTextKind;
  /** Name of an element or a processing instruction, with its prefix as written; otherwise "". */
  name: string;
  attributes: Attribute[];
  text: string;
}

export interface XmlTree {
  nodes: XmlNode[];
  /** The first error. `nodes` then hold everything before it. */
  problem: TextProblem | null;
  /** Whether the text has more nodes than the limit. */
  isTruncated: boolean;
}

/** Attributes count as nodes, because an element can have millions of them. */
const MAX_NODES = 50_000;

/** Parses an XML text into a tree. Expands no entities and fetches no references. */
export function parseXmlTree(text: string, maxNodes = MAX_NODES): XmlTree {
  const builder = new TreeBuilder(maxNodes);
  const problem = scanXml(text, builder);
  return { problem, ...builder.finish() };
}

class TreeBuilder {
  readonly #nodes: XmlNode[] = [];
  readonly #maxNodes: number;
  readonly #open: (number | null)[] = [];
  #kept = 0;
  #isTruncated = false;

  constructor(maxNodes: number) {
    this.#maxNodes = maxNodes;
  }

  open(name: string, attributes: Attribute[]): void {
    this.#open.push(this.#add({ kind: "element", name, attributes, text: "" }));
  }

  close(): void {
    const node = this.#nodes[this.#open.pop() ?? -1];
    if (node) node.next = this.#nodes.length;
  }

  text(kind: XmlTextKind, name: string, text: string): void {
    this.#add({ kind, name, attributes: [], text });
  }

  finish(): { nodes: XmlNode[]; isTruncated: boolean } {
    while (this.#open.length > 0) this.close();
    return { nodes: this.#nodes, isTruncated: this.#isTruncated };
  }

  #add(node: Omit<XmlNode, keyof FlatNode>): number | null {
    this.#kept += 1 + node.attributes.length;
    if (this.#kept > this.#maxNodes) {
      this.#isTruncated = true;
      return null;
    }
    const id = this.#nodes.length;
    const parent = this.#open.at(-1) ?? -1;
    this.#nodes.push({ ...node, parent, depth: this.#open.length, next: id + 1 });
    return id;
  }
}
