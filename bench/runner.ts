import type { Bench } from "./bench.ts";
import type { Cell, Contestant } from "./cells/cell.ts";
import { faultsIn, medianOf, type Figures } from "./measure/figures.ts";
import { watchMachine, type MachineLoad } from "./measure/machine.ts";

/** If other programs use more than this share of all cores, the figures are not reliable. */
const DISTURBED_SHARE = 0.12;

/** How many times a disturbed round is repeated. */
const MAX_REPEATS = 2;

/** One measurement of each contestant, in direct succession. */
export interface Round {
  machineLoad: MachineLoad;
  isDisturbed: boolean;
  figures: Record<string, Figures>;
}

export interface CellResult {
  name: string;
  rounds: Round[];
  /** Disturbed rounds, which were repeated. */
  discarded: Round[];
  /** Why the measurement stopped early. */
  error?: string;
}

/** Measures cells. Contestants take turns (A B A B), so that a slow moment affects all of them. */
export class Runner {
  readonly #bench: Bench;
  #repeatBudgetMs: number;
  readonly #startedAt = performance.now();

  constructor(bench: Bench) {
    this.#bench = bench;
    this.#repeatBudgetMs = bench.scale.repeatBudgetMs;
  }

  /** An error ends the cell, but not the run. */
  async run(cell: Cell): Promise<CellResult> {
    const result: CellResult = { name: cell.name, rounds: [], discarded: [] };
    try {
      await Promise.all(cell.contestants.map((contestant) => contestant.prepare?.(this.#bench)));
      while (result.rounds.length < this.#roundsOf(cell, result.rounds.length)) {
        result.rounds.push(await this.#undisturbedRound(cell, result.discarded));
      }
    } catch (error) {
      result.error = error instanceof Error ? error.message : String(error);
    }
    return result;
  }

  #roundsOf(cell: Cell, done: number): number {
    const planned = cell.rounds ?? this.#bench.scale.rounds;
    return this.#isLate ? Math.min(planned, Math.max(1, done)) : planned;
  }

  get #isLate(): boolean {
    return performance.now() - this.#startedAt > this.#bench.scale.hurryAfterMs;
  }

  /** Repeats a disturbed round while time is left. */
  async #undisturbedRound(cell: Cell, discarded: Round[]): Promise<Round> {
    for (let repeats = 0; ; repeats++) {
      const startedAt = performance.now();
      const round = await this.#round(cell);
      const tookMs = performance.now() - startedAt;
      const isTimeOver = this.#isLate || this.#repeatBudgetMs < tookMs;
      if (!round.isDisturbed || isTimeOver || repeats === MAX_REPEATS) return round;
      this.#repeatBudgetMs -= tookMs;
      discarded.push(round);
    }
  }

  async #round(cell: Cell): Promise<Round> {
    const stopWatching = watchMachine();
    const figures: Record<string, Figures> = {};
    const measure = async (contestant: Contestant) => {
      figures[contestant.label] = await contestant.measure(this.#bench);
    };
    if (cell.isConcurrent) await Promise.all(cell.contestants.map(measure));
    else for (const contestant of cell.contestants) await measure(contestant);
    const machineLoad = stopWatching();
    const { othersShare, stolenShare } = machineLoad;
    return { machineLoad, isDisturbed: othersShare + stolenShare > DISTURBED_SHARE, figures };
  }
}

/** The median of a figure over all rounds. */
export function medianFigure({ rounds }: CellResult, label: string, figure: string): number {
  return medianOf(rounds.flatMap(({ figures }) => figures[label]?.[figure] ?? []));
}

/** The median of each round's ratio. A busy machine slows both sides, so the ratio stays steady. */
export function medianRatio(
  { rounds }: CellResult,
  figure: string,
  label: string,
  against: string,
): number {
  return medianOf(
    rounds.flatMap(({ figures }) => {
      const [value, base] = [figures[label]?.[figure], figures[against]?.[figure]];
      return value === undefined || base === undefined ? [] : [value / base];
    }),
  );
}

/** The number of faults. A cell that could not be measured counts as one. */
export function faultsOf({ rounds, discarded, error }: CellResult): number {
  const figures = [...rounds, ...discarded].flatMap((round) => Object.values(round.figures));
  return figures.reduce((sum, found) => sum + faultsIn(found), error === undefined ? 0 : 1);
}
