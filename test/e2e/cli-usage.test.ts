import { afterAll, beforeAll, expect, it } from "vitest";
import { CommandLine, jsonLines } from "./support/command-line.ts";

/* The texts are in test/cli, which starts no process. */

let cli: CommandLine;

beforeAll(() => {
  // Nothing listens on this port, because these commands call no server.
  cli = new CommandLine({ origin: "http://127.0.0.1:9" });
});
afterAll(() => cli.remove());

it("`--version` prints the version on stdout and exits with 0", async () => {
  const { code, stdout, output } = await cli.run(["--version"]);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  expect(output).toBe(stdout);
});

it("a wrong command line exits with 2, and is JSON on stderr with --json", async () => {
  const { code, stdout, output } = await cli.run(["nonsense", "--json"]);
  expect([code, stdout]).toEqual([2, ""]);
  expect(jsonLines(output)).toEqual([
    {
      error: "Unknown command 'nonsense'",
      code: "usage",
      exitCode: 2,
      hint: expect.any(String),
      requestId: null,
    },
  ]);
});
