import type { Target } from "../cells/cell.ts";
import { medianFigure, medianRatio, type CellResult } from "../runner.ts";

export interface TargetResult extends Target {
  value: number;
  isMet: boolean;
}

/** The results for all targets whose cells were measured. */
export function checkTargets(
  targets: readonly Target[],
  results: readonly CellResult[],
): TargetResult[] {
  return targets.flatMap((target) => {
    const result = results.find(({ name }) => name === target.cell);
    if (!result || result.rounds.length === 0) return [];
    const { figure, of, against, atLeast = -Infinity, atMost = Infinity } = target;
    const value =
      against === undefined
        ? medianFigure(result, of, figure)
        : medianRatio(result, figure, of, against);
    return [{ ...target, value, isMet: value >= atLeast && value <= atMost }];
  });
}
