import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, vi } from "vitest";
import type { ExitCode } from "../../../src/cli/exit-codes.ts";
import { runCommandLine } from "../../../src/cli/run-command-line.ts";

/** The output and the exit code of a command. */
export interface Ran {
  code: ExitCode;
  /** Results only. */
  stdout: string;
  /** Results, notes and errors. */
  output: string;
}

/** Settings in the environment of the test run. They must not reach the command. */
const UNSET = [
  "HOOKNEXUS_API_URL",
  "HOOKNEXUS_TOKEN",
  "HOOKNEXUS_API_KEY",
  "FORCE_COLOR",
  "NO_COLOR",
];

/**
 * The command line inside the process of the tests, with a home folder of its own. It is for commands
 * that read no stdin and reach no server. The tests in `e2e` start it as a process.
 */
export class CommandLineInProcess {
  readonly home = mkdtempSync(join(tmpdir(), "hooknexus-cli-"));

  /** Runs a command to its end. One at a time, because it prints to the streams of the process. */
  async run(args: readonly string[], env: Record<string, string> = {}): Promise<Ran> {
    const printed = { stdout: "", output: "" };
    for (const name of UNSET) vi.stubEnv(name, undefined);
    const folders = { XDG_CONFIG_HOME: this.home, XDG_STATE_HOME: this.home };
    const all = { HOME: this.home, ...folders, ...env };
    for (const [name, value] of Object.entries(all)) vi.stubEnv(name, value);
    const spies = (["stdout", "stderr"] as const).map((stream) =>
      vi.spyOn(process[stream], "write").mockImplementation((text) => {
        if (stream === "stdout") printed.stdout += String(text);
        printed.output += String(text);
        return true;
      }),
    );
    try {
      const code = await runCommandLine(args);
      // The streams of a test process are pipes, as in a script: no colours.
      expect(printed.output).not.toContain("\u001b");
      return { code, ...printed };
    } finally {
      for (const spy of spies) spy.mockRestore();
      vi.unstubAllEnvs();
    }
  }

  remove(): void {
    rmSync(this.home, { recursive: true, force: true });
  }
}
