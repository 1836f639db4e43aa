import type { Bench } from "./bench.ts";
import type { Cell, Contestant } from "./cells/cell.ts";
import { faultsIn, medianOf, type Figures } from "./measure/figures.ts";
import { watchMachine, type Surroundings } from "./measure/machine.ts";

/** Above this share of all cores, what other programs do shows in the figures. */
const DISTURBED_SHARE = 0.12;

/** So often a round is measured anew at most. */
const MAX_REPEATS = 2;

/** Each contestant once, one right after another. */
export interface Round {
  surroundings: Surroundings;
  isDisturbed: boolean;
  figures: Record<string, Figures>;
}

export interface CellResult {
  name: string;
  rounds: Round[];
  /** Rounds that were disturbed and measured again. */
  discarded: Round[];
  /** Why it could not be measured to its end. */
  error?: string;
}

/** Puts cells to their contestants: round by round, each round A B A B in itself. */
export class Runner {
  readonly #bench: Bench;
  #repeatBudgetMs: number;
  readonly #startedAt = performance.now();

  constructor(bench: Bench) {
    this.#bench = bench;
    this.#repeatBudgetMs = bench.scale.repeatBudgetMs;
  }

  /** What throws ends its cell, not the run. */
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

  /** Measures a round again while it was disturbed, as far as there is time. */
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
    const measure = async ({ label, measure: ask }: Contestant) => {
      figures[label] = await ask(this.#bench);
    };
    if (cell.isConcurrent) await Promise.all(cell.contestants.map(measure));
    else for (const contestant of cell.contestants) await measure(contestant);
    const surroundings = stopWatching();
    const { othersShare, stolenShare } = surroundings;
    return { surroundings, isDisturbed: othersShare + stolenShare > DISTURBED_SHARE, figures };
  }
}

/** A figure's median over the rounds. */
export function medianFigure({ rounds }: CellResult, label: string, figure: string): number {
  return medianOf(rounds.flatMap(({ figures }) => figures[label]?.[figure] ?? []));
}

/** The median of the ratios within each round: what slows a round slows both. */
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

/** How much was lost, repeated, out of order or failed; what could not be measured counts as one. */
export function faultsOf({ rounds, discarded, error }: CellResult): number {
  const figures = [...rounds, ...discarded].flatMap((round) => Object.values(round.figures));
  return figures.reduce((sum, found) => sum + faultsIn(found), error === undefined ? 0 : 1);
}
