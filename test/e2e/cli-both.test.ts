import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { createProgram } from "../../src/cli/program.ts";
import { newEndpoint, newKey, postWebhook } from "./support/api.ts";
import { useSharedServer } from "./support/shared-server.ts";
import { useCommandLine } from "./support/use-command-line.ts";

const HAS_SCRIPT = spawnSync("script", ["--version"]).status === 0;
const CTRL_C = "\u0003";

const server = useSharedServer();
const user = useCommandLine(server, {
  credential: "token",
  each: "file",
  env: { HOOKNEXUS_SECRET: "s" },
});
let requestId: string;

beforeAll(async () => {
  requestId = (await postWebhook(user, "hello")).id;
});

interface Case {
  /** Called for each run, because the terminal run may delete what the piped run needs. */
  args: () => string[] | Promise<string[]>;
  /** Each run must print this. */
  prints: string;
  code?: number;
}

const anotherEndpoint = async () => (await newEndpoint(server, user.account.token)).id;
const anotherKey = async () => (await newKey(server, user.account.token)).id;

/** Every command, by its full name, except those in ELSEWHERE. */
const CASES: Record<string, Case> = {
  whoami: { args: () => ["whoami"], prints: "team" },
  "endpoints ls": { args: () => ["endpoints", "ls"], prints: "ID" },
  "endpoints create": { args: () => ["endpoints", "create"], prints: "/h/" },
  "endpoints info": { args: () => ["endpoints", "info", user.endpoint.id], prints: "/h/" },
  "endpoints update": {
    args: async () => ["endpoints", "update", await anotherEndpoint(), "--pause"],
    prints: "aused",
  },
  "endpoints delete": {
    args: async () => ["endpoints", "delete", await anotherEndpoint(), "--yes"],
    prints: "Deleted",
  },
  "keys ls": { args: () => ["keys", "ls"], prints: "hnx_" },
  "keys create": { args: () => ["keys", "create"], prints: "hnx_" },
  "keys rotate": {
    args: async () => ["keys", "rotate", await anotherKey(), "--yes"],
    prints: "hnx_",
  },
  "keys revoke": {
    args: async () => ["keys", "revoke", await anotherKey(), "--yes"],
    prints: "evoked",
  },
  "requests ls": { args: () => ["requests", "ls", user.endpoint.id], prints: "POST" },
  "requests show": { args: () => ["requests", "show", requestId], prints: "hello" },
  "requests body": { args: () => ["requests", "body", requestId], prints: "hello" },
  "requests export": { args: () => ["requests", "export", user.endpoint.id], prints: '"hello"' },
  "requests delete": {
    args: async () => ["requests", "delete", (await postWebhook(user, "gone")).id, "--yes"],
    prints: "eleted",
  },
  "requests replay": {
    args: () => ["requests", "replay", requestId],
    prints: "No connected listener",
    code: 1,
  },
  replay: { args: () => ["replay", requestId], prints: "No connected listener", code: 1 },
  verify: {
    args: () => {
      const payload = join(user.cli.home, "payload");
      writeFileSync(payload, "hello");
      const signature = ["--signature", "sha256=00", "--payload", payload];
      return ["verify", "--provider", "github", ...signature];
    },
    prints: "not valid",
    code: 1,
  },
  config: { args: () => ["config"], prints: "127.0.0.1" },
  "config set-url": { args: () => ["config", "set-url", server.origin], prints: "127.0.0.1" },
  "config unset-url": { args: () => ["config", "unset-url"], prints: "" },
  completion: { args: () => ["completion", "bash"], prints: "complete" },
};

/**
 * Commands that these files run in a pipe, with at least the same assertions. `CommandLine.run` checks
 * each time that there are no colours.
 */
const PIPED_ELSEWHERE: Record<string, string[]> = {
  "test/cli/without-server.test.ts": ["config set-url", "config unset-url"],
  "test/cli/usage.test.ts": ["completion"],
  "cli-endpoints.test.ts": ["whoami", "endpoints ls", "endpoints create", "config"],
  "cli-keys.test.ts": ["verify"],
  "cli-requests.test.ts": ["requests ls", "requests show", "requests body", "replay"],
  "cli-terminal.test.ts": ["requests export"],
};
const pipedElsewhere = new Set(Object.values(PIPED_ELSEWHERE).flat());

/** Commands that wait for something or end the session. Each has tests of its own. */
const ELSEWHERE = new Set(["login", "logout", "listen", "forward"]);

function everyCommand(): string[] {
  return createProgram().commands.flatMap((command) =>
    command.commands.length === 0 || command.name() === "config"
      ? [command.name(), ...command.commands.map((one) => `${command.name()} ${one.name()}`)]
      : command.commands.map((one) => `${command.name()} ${one.name()}`),
  );
}

it("covers every command", () => {
  const tried = [...Object.keys(CASES), ...ELSEWHERE];
  expect(
    everyCommand()
      .filter((name) => name !== "help")
      .toSorted(),
  ).toEqual(tried.toSorted());
});

const pipedHere = Object.entries(CASES).filter(([name]) => !pipedElsewhere.has(name));

describe.each(pipedHere)("`%s`", (_name, { args, prints, code = 0 }) => {
  it("works in a pipe", async () => {
    const ran = await user.cli.run(await args());
    expect(ran.output).toContain(prints);
    expect(ran.code).toBe(code);
  });
});

describe.each(Object.entries(CASES))("`%s`", (_name, { args, prints, code = 0 }) => {
  it.runIf(HAS_SCRIPT)("works in a terminal", async () => {
    const program = user.cli.inTerminal(await args());
    const ended = await program.ends();
    expect(program.output).toContain(prints);
    expect(ended.code).toBe(code);
  });
});

describe.runIf(HAS_SCRIPT)("`logout` and `login`", () => {
  it("work in a terminal", async () => {
    const out = user.cli.inTerminal(["logout"], { HOOKNEXUS_TOKEN: "" });
    await out.ends();
    expect(out.output.trim()).not.toBe("");
    const login = user.cli.inTerminal(["login", "--device"], { HOOKNEXUS_TOKEN: "" });
    await login.says("/device");
    login.type(CTRL_C);
    expect((await login.ends()).code).toBe(130);
  });
});
