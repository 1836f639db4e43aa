import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Bench } from "./bench.ts";
import { chooseGroups } from "./cells.ts";
import type { Group } from "./cells/cell.ts";
import { readOptions, type Options } from "./options.ts";
import { describeMachine } from "./report/machine.ts";
import { faultLines, groupTable, machineLoadLine, targetTable } from "./report/table.ts";
import { checkTargets } from "./report/targets.ts";
import { faultsOf, Runner, type CellResult } from "./runner.ts";
import { FULL, SMOKE } from "./scale.ts";
import { ROOT } from "./subjects.ts";
import { TARGETS } from "./targets.ts";

/*
 * `npm run bench`: measures the product, the floor and a plain Node server in one run.
 *
 *   --smoke          measure each kind once, in under a minute
 *   --only <names>   measure only the cells whose names begin with one of these, separated by commas
 *   --output <file>  write the JSON to this file
 *
 * The exit code is 1 if a request was lost, repeated, out of order or refused. A missed target does
 * not fail the run.
 */
async function main(options: Options): Promise<void> {
  if (process.platform !== "linux") throw new Error("The bench reads /proc: run it on Linux.");
  const startedAt = new Date();
  const groups = chooseGroups(options.only, options.isSmoke);
  if (groups.length === 0)
    throw new Error(`No cell has a name that begins with ${options.only.join(" or ")}.`);
  const bench = new Bench(options.isSmoke ? SMOKE : FULL);
  const runner = new Runner(bench);
  const results: CellResult[] = [];
  for (const group of groups) {
    results.push(...(await runGroup(group, runner)));
    print(groupTable(group, results));
  }
  await bench.close();
  report(options, startedAt, groups, results);
}

async function runGroup(group: Group, runner: Runner): Promise<CellResult[]> {
  const results: CellResult[] = [];
  for (const cell of group.cells) {
    const startedAt = performance.now();
    results.push(await runner.run(cell));
    const seconds = (performance.now() - startedAt) / 1_000;
    process.stderr.write(`  ${cell.name} took ${seconds.toFixed(1)} s\n`);
  }
  return results;
}

function report(options: Options, startedAt: Date, groups: Group[], results: CellResult[]): void {
  const targets = checkTargets(TARGETS, results);
  const faults = results.reduce((sum, result) => sum + faultsOf(result), 0);
  const machine = describeMachine();
  const seconds = Math.round((Date.now() - startedAt.getTime()) / 1_000);
  print(targetTable(targets));
  print(machineLoadLine(results));
  print(
    `${faultLines(results)}Requests lost, repeated, out of order or failed: ${faults}. The run took ${seconds} s.`,
  );
  print(
    `${machine.cores} cores of ${machine.cpu}; workerd ${machine.workerd}, Node ${machine.node}.`,
  );
  const { isSmoke } = options;
  const titles = groups.map(({ name, title, cells }) => ({
    name,
    title,
    cells: cells.map((cell) => results.find((result) => result.name === cell.name)),
  }));
  const json = { startedAt, seconds, isSmoke, machine, groups: titles, targets, faults };
  print(`All figures: ${writeJson(options.output, startedAt, json)}`);
  process.exitCode = faults === 0 ? 0 : 1;
}

function writeJson(output: string | null, startedAt: Date, json: unknown): string {
  const name = `${startedAt.toISOString().replaceAll(":", "-").slice(0, 19)}.json`;
  const path = output ?? join(ROOT, "bench/results", name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify(json, null, 2)}\n`);
  return path;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

try {
  await main(readOptions(process.argv.slice(2)));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
