import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { Program } from "../e2e/support/program.ts";

/** Two of the quickest cells: one compares servers, one counts requests. */
const CELLS = "throughput/1c-0l-1e,hops/allowance";

interface Report {
  faults: number;
  groups: { name: string; cells: { rounds: { figures: Record<string, Figures> }[] }[] }[];
  targets: { title: string; value: number; isMet: boolean }[];
}
type Figures = Record<string, number>;

let folder: string;
let bench: Program;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "hooknexus-bench-"));
});
afterEach(async () => {
  await bench.kill();
  rmSync(folder, { recursive: true, force: true });
});

// Speed depends on the machine, so the test only asserts that there are figures.
it.skipIf(process.platform !== "linux")(
  "measures this server beside others, and writes a report as JSON",
  async () => {
    const path = join(folder, "report.json");
    const args = ["bench/run.ts", "--smoke", "--only", CELLS, "--output", path];
    bench = new Program(process.execPath, args);
    expect(await bench.ends(), bench.output).toEqual({ code: 0, signal: null });
    const { faults, groups, targets } = JSON.parse(readFileSync(path, "utf8")) as Report;
    expect(faults).toBe(0);
    expect(groups.map(({ name }) => name)).toEqual(["throughput", "hops"]);
    const [throughput, hops] = groups.map(({ cells }) => cells[0]?.rounds[0]?.figures ?? {});
    expect(Object.keys(throughput ?? {})).toEqual(["ours@workerd", "floor@workerd", "node"]);
    for (const figures of Object.values(throughput ?? {})) {
      expect(figures["requestsPerSecond"]).toBeGreaterThan(0);
      expect(figures["cpuMicros"]).toBeGreaterThan(0);
      expect(figures["p99Ms"]).toBeGreaterThanOrEqual(figures["p50Ms"] ?? Number.NaN);
    }
    expect(hops?.["ours@workerd"]).toMatchObject({ failed: 0, requests: 1_000 });
    expect(targets).toEqual([expect.objectContaining({ isMet: true, atMost: 1 / 20 })]);
  },
);
