import type { FlatNode } from "./flat-tree.ts";
import { scanJson, type ContainerKind, type ScalarKind } from "./json-scan.ts";
import type { TextProblem } from "./text-problem.ts";

/** A value of a JSON text. What it says stays in the text, exactly as written, until it is shown. */
export interface JsonNode extends FlatNode {
  kind: ContainerKind | ScalarKind;
  /** Where its key stands, with quotes; null in an array and at the top. */
  key: [start: number, end: number] | null;
  /** Its place among its siblings, from 0. */
  index: number;
  start: number;
  end: number;
  /** How many values are right below it, kept here or not. */
  count: number;
}

export interface JsonTree {
  text: string;
  nodes: JsonNode[];
  /** What stopped the reading; `nodes` then hold what stands before it. */
  problem: TextProblem | null;
  /** Whether it has more values than are kept. */
  isCut: boolean;
}

/** About 30 MB of memory. A body of 25 MiB may have 12 million values, and nobody unfolds those. */
const MAX_NODES = 200_000;

/**
 * Reads a JSON text as a tree: numbers, repeated keys and the order of keys as they were written.
 *
 * @param isSequence one text after the other (NDJSON): they stand in an array of their own
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
  /** Those that are open, by index; null where a container is no longer kept. */
  readonly #open: (number | null)[] = [];
  #key: [number, number] | null = null;
  #isCut = false;

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

  /** Whatever a broken text has left open ends where it does. */
  finish(end: number): { nodes: JsonNode[]; isCut: boolean } {
    while (this.#open.length > 0) this.close(end);
    return { nodes: this.#nodes, isCut: this.#isCut };
  }

  #add(kind: JsonNode["kind"], start: number, end: number): number | null {
    const parent = this.#open.at(-1) ?? -1;
    const above = this.#nodes[parent];
    const index = above ? above.count++ : 0;
    const key = this.#key;
    this.#key = null;
    if (this.#nodes.length >= this.#maxNodes) {
      this.#isCut = true;
      return null;
    }
    const id = this.#nodes.length;
    const depth = this.#open.length;
    this.#nodes.push({ kind, key, index, parent, depth, start, end, next: id + 1, count: 0 });
    return id;
  }
}
