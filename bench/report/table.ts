import type { Cell, Contestant, Group } from "../cells/cell.ts";
import { FAULTS, medianOf } from "../measure/figures.ts";
import { faultsOf, medianFigure, medianRatio, type CellResult } from "../runner.ts";
import type { TargetResult } from "./targets.ts";

/** A group's table as text: medians, with the ratio to the contestant's `against` in parentheses. */
export function groupTable(group: Group, results: readonly CellResult[]): string {
  const columns = Object.entries(group.columns).filter(([figure]) => isMeasured(figure, results));
  const rows = group.cells.flatMap((cell) => {
    const result = results.find(({ name }) => name === cell.name);
    return result ? rowsOf(cell, result, columns) : [];
  });
  const head = ["", "", ...columns.map(([, heading]) => heading), "others"];
  return `\n${group.title}\n\n${aligned([head, ...rows])}\n`;
}

/** Some figures are missing: a smoke run measures less, and Node has no separate runtime. */
function isMeasured(figure: string, results: readonly CellResult[]): boolean {
  const all = results.flatMap(({ rounds }) =>
    rounds.flatMap((round) => Object.values(round.figures)),
  );
  return all.some((figures) => figure in figures);
}

function rowsOf(cell: Cell, result: CellResult, columns: [string, string][]): string[][] {
  if (result.error !== undefined) return [[cell.name, `failed: ${result.error}`]];
  return cell.contestants.map((contestant, index) => [
    index === 0 ? cell.name : "",
    contestant.label,
    ...columns.map(([figure]) => cellText(result, contestant, figure)),
    index === 0 ? machineLoadText(result) : "",
  ]);
}

function cellText(result: CellResult, { label, against }: Contestant, figure: string): string {
  const value = medianFigure(result, label, figure);
  if (Number.isNaN(value)) return "";
  if (against === undefined || against === label) return numberText(value);
  const ratio = medianRatio(result, figure, label, against);
  return Number.isFinite(ratio) ? `${numberText(value)} (${ratio.toFixed(2)})` : numberText(value);
}

/** The share that other programs used in each round. An asterisk marks a disturbed round. */
function machineLoadText({ rounds, discarded }: CellResult): string {
  const shares = rounds.map(
    ({ machineLoad, isDisturbed }) =>
      `${Math.round(100 * (machineLoad.othersShare + machineLoad.stolenShare))}%${isDisturbed ? "*" : ""}`,
  );
  const again = discarded.length > 0 ? `, ${discarded.length} repeated` : "";
  return shares.join(" ") + again;
}

export function targetTable(targets: readonly TargetResult[]): string {
  const rows = targets.map(({ title, of, against, value, isMet, ...limits }) => [
    isMet ? "met" : "missed",
    title,
    against === undefined ? of : `${of} / ${against}`,
    numberText(value),
    limits.atLeast === undefined ? `≤ ${limits.atMost}` : `≥ ${limits.atLeast}`,
  ]);
  return `\nTargets\n\n${aligned([["", "", "", "measured", "target"], ...rows])}\n`;
}

/** The faults of each cell that has any, one line per cell. */
export function faultLines(results: readonly CellResult[]): string {
  return results
    .filter((result) => faultsOf(result) > 0)
    .map(({ name, rounds, discarded, error }) => {
      const counts = FAULTS.map((fault) => {
        const figures = [...rounds, ...discarded].flatMap((round) => Object.values(round.figures));
        return `${fault} ${figures.reduce((sum, found) => sum + (found[fault] ?? 0), 0)}`;
      });
      return `${name}: ${error ?? counts.join(", ")}\n`;
    })
    .join("");
}

/** A summary of the machine's load over all counted rounds. */
export function machineLoadLine(results: readonly CellResult[]): string {
  const rounds = results.flatMap((result) => result.rounds);
  const shares = rounds.map(({ machineLoad }) => machineLoad.othersShare);
  const stolen = rounds.map(({ machineLoad }) => machineLoad.stolenShare);
  const loads = rounds.map(({ machineLoad }) => machineLoad.loadAverage);
  const percent = (values: number[]) =>
    `${Math.round(100 * medianOf(values))}% (up to ${Math.round(100 * Math.max(...values))}%)`;
  return (
    `Other programs used ${percent(shares)} of all cores, and the hypervisor took ` +
    `${percent(stolen)}. The load average, the bench included, was ${medianOf(loads).toFixed(1)}. ` +
    `${rounds.filter(({ isDisturbed }) => isDisturbed).length} of ${rounds.length} rounds were disturbed.`
  );
}

/** Three significant digits, and thousands separators. */
function numberText(value: number): string {
  if (Number.isNaN(value)) return "none";
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString("en-US");
  return Number.isInteger(value) ? String(value) : value.toPrecision(3);
}

function aligned(rows: string[][]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.filter((row) => row.length > 2).map((row) => row[column]?.length ?? 0)),
  );
  return rows
    .map((row) =>
      row
        .map((text, column) => text.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
