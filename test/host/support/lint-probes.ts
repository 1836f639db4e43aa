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

/**
 * Lints all lines in one run, in a folder of their own. Maps each probe to its outcome: the same
 * probe if it was as expected; otherwise with the actual refusal, if any.
 */
export function lint(probes: Probe[]): Map<Probe, Probe> {
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
    return new Map(
      [...files].flatMap(([path, lines]) =>
        lines.map((probe, index) => [
          probe,
          outcome(probe, findings.get([path, index + 1].join())),
        ]),
      ),
    );
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

function outcome(probe: Probe, findings: Finding[] = []): Probe {
  const { file, line, refusal = RESTRICTED } = probe;
  const refusals = findings.map(({ code, help }) => `${/\((.*)\)/.exec(code)?.[1]}: ${help}`);
  if (probe.refusal !== undefined && refusals.some((one) => one.startsWith(refusal))) return probe;
  const other = refusals.find((one) => one.startsWith(RESTRICTED));
  return other === undefined ? { file, line } : { file, line, refusal: other };
}
