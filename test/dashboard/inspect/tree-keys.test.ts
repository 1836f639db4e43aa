import { describe, expect, it } from "vitest";
import { visibleRows } from "../../../src/dashboard/inspect/flat-tree.ts";
import { parseJsonTree } from "../../../src/dashboard/inspect/json-tree.ts";
import { handleTreeKey, toggle, type TreeState } from "../../../src/dashboard/inspect/tree-keys.ts";

const { nodes } = parseJsonTree('{"a":{"b":[1]},"c":2,"d":{}}');
const [ROOT, A, B, ONE, C, D] = [0, 1, 2, 3, 4, 5];

/** Presses keys one after the other, and returns the last state. */
function press(keys: string[], state: TreeState): TreeState {
  return keys.reduce((before, key) => {
    const after = handleTreeKey(key, nodes, visibleRows(nodes, before.expanded), before);
    if (!after) throw new Error(`${key} does nothing.`);
    return after;
  }, state);
}

const state = (active: number, ...expanded: number[]) => ({ active, expanded: new Set(expanded) });

describe("keys in a tree", () => {
  it("move from row to row, and stop at both ends", () => {
    expect(press(["ArrowDown", "ArrowDown"], state(ROOT, ROOT)).active).toBe(C);
    expect(press(["ArrowDown"], state(D, ROOT)).active).toBe(D);
    expect(press(["ArrowUp"], state(ROOT, ROOT)).active).toBe(ROOT);
    expect(press(["End"], state(ROOT, ROOT)).active).toBe(D);
    expect(press(["Home"], state(D, ROOT)).active).toBe(ROOT);
    expect(press(["PageDown"], state(A, ROOT)).active).toBe(D);
    expect(press(["PageUp"], state(D, ROOT)).active).toBe(ROOT);
  });

  it("expand and then enter with Right, collapse and then leave with Left", () => {
    expect(press(["ArrowRight"], state(A, ROOT))).toEqual(state(A, ROOT, A));
    expect(press(["ArrowRight", "ArrowRight"], state(A, ROOT))).toEqual(state(B, ROOT, A));
    expect(press(["ArrowLeft"], state(A, ROOT, A))).toEqual(state(A, ROOT));
    expect(press(["ArrowLeft"], state(ONE, ROOT, A, B))).toEqual(state(B, ROOT, A, B));
    expect(press(["ArrowLeft"], state(ROOT))).toEqual(state(ROOT));
  });

  it("expand and collapse with Enter and Space, if there are children", () => {
    expect(press(["Enter"], state(A, ROOT))).toEqual(state(A, ROOT, A));
    expect(press([" "], state(A, ROOT, A))).toEqual(state(A, ROOT));
    expect(press(["Enter", "ArrowRight"], state(C, ROOT))).toEqual(state(C, ROOT));
    expect(press(["Enter"], state(D, ROOT))).toEqual(state(D, ROOT));
  });

  it("leave other keys to the page", () => {
    for (const key of ["Tab", "a", "Escape"]) {
      expect(handleTreeKey(key, nodes, [ROOT], state(ROOT))).toBeNull();
    }
  });

  it("move to the collapsed node if the active row disappears", () => {
    expect(toggle(state(ONE, ROOT, A, B), A)).toEqual(state(A, ROOT, B));
  });
});
