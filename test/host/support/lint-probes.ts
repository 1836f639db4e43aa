import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, posix, resolve } from "node:path";

export const RESTRICTED = "no-restricted-imports";

/** A line of a file whose path is relative to `src`. */
export interface Probe {
  file: string;
  line: string;
  /** The rule that refuses the line, and its message or the beginning of it. */
  refusal?: string;
}

interface Finding {
  filename: string;
  code: string;
  help: string;
  labels: { span: { line: number } }[];
}

export function refused(file: string, line: string, refusal = RESTRICTED): Probe {
  return { file, line, refusal };
}

export function allowed(file: string, line: string): Probe {
  return { file, line };
}

/** Lints all lines in one run, in a folder of their own. Tells which were not as expected. */
export function lint(probes: Probe[]): Map<Probe, string> {
  const folder = mkdtempSync(join(tmpdir(), "hooknexus-lint-"));
  try {
    cpSync("oxlint.config.ts", join(folder, "oxlint.config.ts"));
    const files = Map.groupBy(probes, ({ file }) => posix.join("src", file));
    for (const [path, lines] of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), lines.map(({ line }) => line).join("\n"));
    }
    const findings = Map.groupBy(run(folder), ({ filename, labels }) =>
      [filename, labels[0]?.span.line].join(),
    );
    const surprises = new Map<Probe, string>();
    for (const [path, lines] of files) {
      for (const [index, probe] of lines.entries()) {
        const surprise = surpriseOf(probe, findings.get([path, index + 1].join()));
        if (surprise) surprises.set(probe, `${path}: ${probe.line} is ${surprise}`);
      }
    }
    return surprises;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function run(folder: string): Finding[] {
  const oxlint = resolve("node_modules/oxlint/bin/oxlint");
  const { stdout, stderr } = spawnSync(process.execPath, [oxlint, "--format=json"], {
    cwd: folder,
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  if (!stdout.startsWith("{")) throw new Error(`oxlint did not lint: ${stdout}${stderr}`);
  return (JSON.parse(stdout) as { diagnostics: Finding[] }).diagnostics;
}

function surpriseOf({ refusal }: Probe, findings: Finding[] = []): string | null {
  const refusals = findings.map(({ code, help }) => `${/\((.*)\)/.exec(code)?.[1]}: ${help}`);
  const other = refusals.find((one) => one.startsWith(RESTRICTED));
  if (refusal === undefined) return other === undefined ? null : `refused by ${other}`;
  if (refusals.some((one) => one.startsWith(refusal))) return null;
  return `not refused by ${refusal}${other === undefined ? "" : ` but by ${other}`}`;
}
