/** What one measurement found, by name with its unit. Names of faults are the same everywhere. */
export type Figures = Record<string, number>;

/** Figures that must be 0; anything else fails the run. */
export const FAULTS = ["failed", "lost", "repeated", "outOfOrder"] as const;

/** How many faults there are in all. */
export function faultsIn(figures: Figures): number {
  return FAULTS.reduce((sum, name) => sum + (figures[name] ?? 0), 0);
}

export function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return low === undefined || high === undefined ? Number.NaN : (low + high) / 2;
}
