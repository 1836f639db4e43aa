import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createProgram } from "../../src/cli/program.ts";
import { newEndpoint, newKey, newWorld, postWebhook, type World } from "./support/api.ts";
import { CommandLine } from "./support/command-line.ts";
import { TestServer } from "./support/server.ts";

const HAS_SCRIPT = spawnSync("script", ["--version"]).status === 0;
const CTRL_C = "\u0003";

let server: TestServer;
let world: World;
let cli: CommandLine;
let requestId: string;

beforeAll(async () => {
  server = await TestServer.start();
  world = await newWorld(server, "team");
  cli = new CommandLine(server, { HOOKNEXUS_TOKEN: world.account.token, HOOKNEXUS_SECRET: "s" });
  requestId = (await postWebhook(world, "hello")).id;
});
afterAll(async () => {
  await cli.remove();
  await server.remove();
});

interface Case {
  /** Made anew each time: what is deleted in the terminal is not there for the pipe. */
  args: () => string[] | Promise<string[]>;
  /** What both must print. */
  says: string;
  code?: number;
}

const anotherEndpoint = async () => (await newEndpoint(server, world.account.token)).id;
const anotherKey = async () => (await newKey(server, world.account.token)).id;

/** Every command there is, by its full name. Those that stay are ended with Ctrl-C below. */
const CASES: Record<string, Case> = {
  whoami: { args: () => ["whoami"], says: "team" },
  "endpoints ls": { args: () => ["endpoints", "ls"], says: "ID" },
  "endpoints create": { args: () => ["endpoints", "create"], says: "/h/" },
  "endpoints info": { args: () => ["endpoints", "info", world.endpoint.id], says: "/h/" },
  "endpoints update": {
    args: async () => ["endpoints", "update", await anotherEndpoint(), "--pause"],
    says: "aused",
  },
  "endpoints delete": {
    args: async () => ["endpoints", "delete", await anotherEndpoint(), "--yes"],
    says: "Deleted",
  },
  "keys ls": { args: () => ["keys", "ls"], says: "hnx_" },
  "keys create": { args: () => ["keys", "create"], says: "hnx_" },
  "keys rotate": {
    args: async () => ["keys", "rotate", await anotherKey(), "--yes"],
    says: "hnx_",
  },
  "keys revoke": {
    args: async () => ["keys", "revoke", await anotherKey(), "--yes"],
    says: "evoked",
  },
  "requests ls": { args: () => ["requests", "ls", world.endpoint.id], says: "POST" },
  "requests show": { args: () => ["requests", "show", requestId], says: "hello" },
  "requests body": { args: () => ["requests", "body", requestId], says: "hello" },
  "requests export": { args: () => ["requests", "export", world.endpoint.id], says: '"hello"' },
  "requests delete": {
    args: async () => ["requests", "delete", (await postWebhook(world, "gone")).id, "--yes"],
    says: "eleted",
  },
  "requests replay": {
    args: () => ["requests", "replay", requestId],
    says: "No connected listener",
    code: 1,
  },
  replay: { args: () => ["replay", requestId], says: "No connected listener", code: 1 },
  verify: {
    args: () => {
      const payload = join(cli.home, "payload");
      writeFileSync(payload, "hello");
      const signature = ["--signature", "sha256=00", "--payload", payload];
      return ["verify", "--provider", "github", ...signature];
    },
    says: "not valid",
    code: 1,
  },
  config: { args: () => ["config"], says: "127.0.0.1" },
  "config set-url": { args: () => ["config", "set-url", server.origin], says: "127.0.0.1" },
  "config unset-url": { args: () => ["config", "unset-url"], says: "" },
  completion: { args: () => ["completion", "bash"], says: "complete" },
};

/** Those that wait for something, or end the session: each has tests of its own, in both. */
const ELSEWHERE = new Set(["login", "logout", "listen", "forward"]);

function everyCommand(): string[] {
  return createProgram().commands.flatMap((command) =>
    command.commands.length === 0 || command.name() === "config"
      ? [command.name(), ...command.commands.map((one) => `${command.name()} ${one.name()}`)]
      : command.commands.map((one) => `${command.name()} ${one.name()}`),
  );
}

it("no command is left out", () => {
  const tried = [...Object.keys(CASES), ...ELSEWHERE];
  expect(
    everyCommand()
      .filter((name) => name !== "help")
      .toSorted(),
  ).toEqual(tried.toSorted());
});

describe.each(Object.entries(CASES))("`%s`", (_name, { args, says, code = 0 }) => {
  it("works piped, without a colour", async () => {
    const ran = await cli.run(await args());
    expect(ran.output).toContain(says);
    expect(ran.output).not.toContain("\u001b");
    expect(ran.code).toBe(code);
  });

  it.runIf(HAS_SCRIPT)("works in a terminal", async () => {
    const program = cli.inTerminal(await args());
    const ended = await program.ends(30_000);
    expect(program.output).toContain(says);
    expect(ended.code).toBe(code);
  });
});

describe.runIf(HAS_SCRIPT)("`logout` and `login`", () => {
  it("work in a terminal", async () => {
    const out = cli.inTerminal(["logout"], { HOOKNEXUS_TOKEN: "" });
    await out.ends();
    expect(out.output.trim()).not.toBe("");
    const login = cli.inTerminal(["login", "--device"], { HOOKNEXUS_TOKEN: "" });
    await login.says("/device");
    login.type(CTRL_C);
    expect((await login.ends()).code).toBe(130);
  });
});
