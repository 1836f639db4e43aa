/** The results of one measurement. Names end with the unit; faults have the names below. */
export type Figures = Record<string, number>;

/** The run fails if one of these is not 0. */
export const FAULTS = ["failed", "lost", "repeated", "outOfOrder"] as const;

/** The total number of faults. */
export function faultsIn(figures: Figures): number {
  return FAULTS.reduce((sum, name) => sum + (figures[name] ?? 0), 0);
}

export function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return low === undefined || high === undefined ? Number.NaN : (low + high) / 2;
}
