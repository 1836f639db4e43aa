import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newWorld, postWebhook, revokeKey, type World } from "./support/api.ts";
import { Program } from "./support/program.ts";
import { TestServer } from "./support/server.ts";
import {
  buildGo,
  findPython,
  hasShellTools,
  IS_CI,
  pathWithWebsocat,
} from "./support/toolchains.ts";
import { withinCalls } from "./support/wait.ts";

/** The close frame arrives immediately. The example must not wait longer for the connection to end. */
const ENDS_WITHIN_CALLS = 200;

interface Example {
  name: string;
  /** Null if its language or a tool that it needs is not installed. */
  command: string | null;
  args: string[];
  env?: Record<string, string>;
  /** The message that it prints when its key is revoked. */
  lastWords: string;
}

const CLOSED = "Closed for good (4401).";
const go = buildGo("examples/listener.go");
const websocat = pathWithWebsocat();

const EXAMPLES: Example[] = [
  {
    name: "listener.mjs",
    command: process.execPath,
    args: ["examples/listener.mjs"],
    lastWords: CLOSED,
  },
  {
    name: "listener.py",
    command: findPython("websockets"),
    args: ["examples/listener.py"],
    lastWords: CLOSED,
  },
  { name: "listener.go", command: go?.program ?? null, args: [], lastWords: CLOSED },
  {
    name: "listener.sh",
    command: hasShellTools() ? "bash" : null,
    args: ["examples/listener.sh"],
    env: { PATH: websocat.path },
    // websocat does not report the close code, so the script checks whether the key is still valid.
    lastWords: "Refused with status 401.",
  },
];

let server: TestServer;

/** A run of each installed example, by its name. */
const runs = new Map<string, Run>();

/** An example that listens on an endpoint of its own. */
class Run {
  readonly world: World;
  readonly listener: Program;
  readonly #example: Example;

  static async of(example: Example): Promise<Run> {
    return new Run(example, await newWorld(server));
  }

  private constructor(example: Example, world: World) {
    this.#example = example;
    this.world = world;
    this.listener = this.start();
  }

  /** Starts it once more, with the same key. */
  start(): Program {
    const { command, args, env } = this.#example;
    return new Program(command ?? "", args, {
      HOOKNEXUS_API_URL: server.origin,
      ENDPOINT_ID: this.world.endpoint.id,
      HOOKNEXUS_API_KEY: this.world.key.key,
      ...env,
    });
  }
}

function runOf(name: string): Run {
  const run = runs.get(name);
  if (!run) throw new Error(`${name} is not running.`);
  return run;
}

beforeAll(async () => {
  server = await TestServer.start();
  for (const example of EXAMPLES) {
    if (example.command !== null) runs.set(example.name, await Run.of(example));
  }
});
afterAll(async () => {
  for (const { listener } of runs.values()) await listener.kill();
  go?.remove();
  websocat.remove();
  await server.remove();
});

it.runIf(IS_CI)("CI has the tools for every example", () => {
  const missing = EXAMPLES.filter(({ command }) => command === null);
  expect(missing.map(({ name }) => name)).toEqual([]);
});

describe.each(EXAMPLES)("examples/$name", ({ name, command }) => {
  it.skipIf(command === null)("prints a posted webhook", async () => {
    const { world, listener } = runOf(name);
    await listener.says("Connected as");
    await postWebhook(world, "to whoever listens");
    await listener.says("to whoever listens");
    expect(listener.output).toMatch(
      new RegExp(`^\\[new\\] POST /h/${world.endpoint.id} "?to whoever listens"?$`, "m"),
    );
  });
});

describe("after one crash of the server,", () => {
  beforeAll(async () => {
    const everyRun = [...runs.values()];
    for (const { listener } of everyRun) await listener.says("Connected as");
    await server.kill();
    for (const { listener } of everyRun) {
      await listener.says("Connection failed");
      // Paused, so that it can't reconnect before these are posted.
      listener.signal("SIGSTOP");
    }
    await server.start();
    for (const { world, listener } of everyRun) {
      await postWebhook(world, "missed 1");
      await postWebhook(world, "missed 2");
      listener.signal("SIGCONT");
    }
  });

  describe.each(EXAMPLES)("examples/$name", ({ name, command, lastWords }) => {
    it.skipIf(command === null)("reconnects, and prints the missed webhooks", async () => {
      const { world, listener } = runOf(name);
      await listener.says("missed 2");
      await postWebhook(world, "live again");
      await listener.says("live again");
      const printed = [...listener.output.matchAll(/^\[new\] POST \S+ "?(.*?)"?$/gm)];
      expect(printed.map(([, body]) => body)).toEqual([
        "to whoever listens",
        "missed 1",
        "missed 2",
        "live again",
      ]);
    });

    it.skipIf(command === null)(
      "ends by itself with a message when its key is revoked",
      async () => {
        const { world, listener } = runOf(name);
        await revokeKey(server, world.account.token, world.key.id);
        const end = withinCalls(server, listener.ends(), "its end", ENDS_WITHIN_CALLS);
        expect(await end).toEqual({ code: 1, signal: null });
        expect(listener.output).toContain(lastWords);
      },
    );

    it.skipIf(command === null)("ends by itself if its key is refused from the start", async () => {
      const refused = runOf(name).start();
      expect((await refused.ends()).code).toBe(1);
      expect(refused.output).toContain("Refused with status 401.");
    });
  });
});
