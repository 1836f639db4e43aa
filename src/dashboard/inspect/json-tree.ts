import type { FlatNode } from "./flat-tree.ts";
import { scanJson, type ContainerKind, type ScalarKind } from "./json-scan.ts";
import type { TextProblem } from "./text-problem.ts";

/** A value of a JSON text. It holds offsets only; the text is decoded when it is shown. */
export interface JsonNode extends FlatNode {
  kind: ContainerKind | ScalarKind;
  /** Span of the key, including its quotes; null in an array and at the top. */
  key: [start: number, end: number] | null;
  /** Position among its siblings, 0-based. */
  index: number;
  start: number;
  end: number;
  /** Number of direct children, including those beyond the node limit. */
  count: number;
}

export interface JsonTree {
  text: string;
  nodes: JsonNode[];
  /** The first error. `nodes` then hold everything before it. */
  problem: TextProblem | null;
  /** Whether the text has more values than the node limit. */
  isTruncated: boolean;
}

/** About 30 MB of memory. A body of 25 MiB can have 12 million values, more than anyone expands. */
const MAX_NODES = 200_000;

/**
 * Parses a JSON text into a tree. Numbers, repeated keys and the order of keys stay as written.
 *
 * @param isSequence several texts in a row (NDJSON); they become the items of one array
 */
export function parseJsonTree(text: string, isSequence = false, maxNodes = MAX_NODES): JsonTree {
  const builder = new TreeBuilder(maxNodes);
  if (isSequence) builder.open("array", 0);
  const problem = scanJson(text, builder, isSequence);
  return { text, problem, ...builder.finish(text.length) };
}

class TreeBuilder {
  readonly #nodes: JsonNode[] = [];
  readonly #maxNodes: number;
  /** Indexes of the open containers; null for a container beyond the node limit. */
  readonly #open: (number | null)[] = [];
  #key: [number, number] | null = null;
  #isTruncated = false;

  constructor(maxNodes: number) {
    this.#maxNodes = maxNodes;
  }

  open(kind: ContainerKind, start: number): void {
    this.#open.push(this.#add(kind, start, start));
  }

  close(end: number): void {
    const node = this.#nodes[this.#open.pop() ?? -1];
    if (!node) return;
    node.end = end;
    node.next = this.#nodes.length;
  }

  key(start: number, end: number): void {
    this.#key = [start, end];
  }

  scalar(kind: ScalarKind, start: number, end: number): void {
    this.#add(kind, start, end);
  }

  /** Closes the containers that a broken text leaves open. */
  finish(end: number): { nodes: JsonNode[]; isTruncated: boolean } {
    while (this.#open.length > 0) this.close(end);
    return { nodes: this.#nodes, isTruncated: this.#isTruncated };
  }

  #add(kind: JsonNode["kind"], start: number, end: number): number | null {
    const parent = this.#open.at(-1) ?? -1;
    const above = this.#nodes[parent];
    const index = above ? above.count++ : 0;
    const key = this.#key;
    this.#key = null;
    if (this.#nodes.length >= this.#maxNodes) {
      this.#isTruncated = true;
      return null;
    }
    const id = this.#nodes.length;
    const depth = this.#open.length;
    this.#nodes.push({ kind, key, index, parent, depth, start, end, next: id + 1, count: 0 });
    return id;
  }
}
