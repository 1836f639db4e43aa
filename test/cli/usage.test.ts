import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CommandLineInProcess } from "./support/in-process.ts";

/** Every command with its own help. */
const COMMANDS = [
  "login",
  "logout",
  "whoami",
  "endpoints ls",
  "endpoints create",
  "endpoints info",
  "endpoints update",
  "endpoints delete",
  "keys ls",
  "keys create",
  "keys rotate",
  "keys revoke",
  "listen",
  "forward",
  "requests ls",
  "requests show",
  "requests body",
  "requests replay",
  "requests delete",
  "requests export",
  "replay",
  "verify",
  "config",
  "completion",
];

/** Nothing listens on this port, because these commands call no server. */
const NOWHERE = { HOOKNEXUS_API_URL: "http://127.0.0.1:9" };

let cli: CommandLineInProcess;

beforeAll(() => {
  cli = new CommandLineInProcess();
});
afterAll(() => cli.remove());

describe("help", () => {
  it.each(COMMANDS)("of `%s` has examples", async (command) => {
    const { code, stdout } = await cli.run([...command.split(" "), "--help"]);
    expect(code).toBe(0);
    expect(stdout).toContain(`Usage: hooknexus ${command}`);
    expect(stdout).toContain("Examples:\n  $ ");
  });

  it("lists every command", async () => {
    const { code, stdout } = await cli.run(["--help"]);
    expect(code).toBe(0);
    for (const command of COMMANDS) expect(stdout).toContain(`  ${command.split(" ")[0]}`);
  });
});

describe("a wrong command line exits with 2 and says what to do:", () => {
  it.each([
    [["nonsense"], "Error: Unknown command 'nonsense'\n"],
    [["endpoint"], "(Did you mean endpoints?)\nAdd --help"],
    [["endpoints", "create", "--nonsense"], "Unknown option '--nonsense'"],
    [["endpoints", "info"], "Missing required argument 'endpoint'"],
    [["listen", "--since", "soon"], "It must be a number, 0 or more."],
    [["listen", "a", "--all"], "Give endpoint names or --all, not both."],
    [["endpoints"], "Usage: hooknexus endpoints"],
    [["whoami", "--url", "nonsense"], "is not a valid server URL."],
    [["whoami", "--url", "127.0.0.1:8977"], "or https://.\nUse http://127.0.0.1:8977 or https:"],
    [["whoami", "--url", "localhost:8977"], "or https://.\nUse http://localhost:8977 or https:"],
    [["whoami", "--url", "hooks.example"], "must start with http:// or https://."],
    [
      ["verify", "--provider", "githb"],
      "Unknown provider 'githb'\n(Did you mean github?)\nOne of: ",
    ],
    [["verify", "--provider", "Stirpe"], "(Did you mean stripe?)"],
    [["verify", "--provider", "standard"], "(Did you mean standard-webhooks?)"],
    [["completion", "bsh"], "Unknown shell 'bsh'\n(Did you mean bash?)\nOne of: bash, zsh, fish"],
    [["completion", "powershell"], "Unknown shell 'powershell'\nOne of: bash, zsh, fish"],
  ])("%j", async (args, sentence) => {
    const { code, stdout, output } = await cli.run(args, {
      ...NOWHERE,
      HOOKNEXUS_TOKEN: "hnt_any",
    });
    expect([code, stdout]).toEqual([2, ""]);
    expect(output).toContain(sentence);
  });
});

describe("`completion`", () => {
  /** The completions that bash offers after these words. */
  function offered(script: string, ...words: string[]): string[] {
    const program = `source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _hooknexus; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const ran = spawnSync("bash", ["--norc", "-euc", program, "bash", script, ...words], {
      encoding: "utf8",
    });
    expect(ran.stderr).toBe("");
    return ran.stdout.trim().split("\n");
  }

  it("loads in bash and completes commands, sub-commands and options", async () => {
    const script = join(cli.home, "completion.bash");
    const { code, stdout } = await cli.run(["completion", "bash"]);
    expect([code, stdout]).toEqual([0, expect.stringContaining("complete")]);
    writeFileSync(script, stdout);
    expect(offered(script, "hnx", "end")).toEqual(["endpoints"]);
    expect(offered(script, "hooknexus", "endpoints", "")).toEqual(
      expect.arrayContaining(["ls", "create", "info", "update", "delete"]),
    );
    expect(offered(script, "hooknexus", "forward", "orders", "--pre")).toEqual(["--preserve-path"]);
  });

  it.each(["zsh", "fish"])("knows the commands in %s", async (shell) => {
    const { code, stdout } = await cli.run(["completion", shell]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/\bls create info update delete\b/);
    const loaded = spawnSync(shell, ["-n"], { input: stdout, encoding: "utf8" });
    // Not every machine has the shell.
    if (loaded.error === undefined) expect([loaded.status, loaded.stderr]).toEqual([0, ""]);
  });

  it("is refused for an unknown shell", async () => {
    const { code, output } = await cli.run(["completion", "tcsh"]);
    expect([code, output]).toEqual([2, expect.stringContaining("bash, zsh, fish")]);
  });
});
