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
    command: findPython(),
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

beforeAll(async () => {
  server = await TestServer.start();
});
afterAll(async () => {
  go?.remove();
  websocat.remove();
  await server.remove();
});

it.runIf(IS_CI)("CI has the tools for every example", () => {
  const missing = EXAMPLES.filter(({ command }) => command === null);
  expect(missing.map(({ name }) => name)).toEqual([]);
});

describe.each(EXAMPLES)("examples/$name", ({ command, args, env, lastWords }) => {
  let world: World;
  let listener: Program;

  const start = () =>
    new Program(command ?? "", args, {
      HOOKNEXUS_API_URL: server.origin,
      ENDPOINT_ID: world.endpoint.id,
      HOOKNEXUS_API_KEY: world.key.key,
      ...env,
    });

  beforeAll(async () => {
    if (command === null) return;
    world = await newWorld(server);
    listener = start();
    return () => listener.kill();
  });

  it.skipIf(command === null)("prints a posted webhook", async () => {
    await listener.says("Connected as");
    await postWebhook(world, "to whoever listens");
    await listener.says("to whoever listens");
    expect(listener.output).toMatch(
      new RegExp(`^\\[new\\] POST /h/${world.endpoint.id} "?to whoever listens"?$`, "m"),
    );
  });

  it.skipIf(command === null)(
    "reconnects after the server crashed, and prints the missed webhooks",
    async () => {
      await server.kill();
      await listener.says("Connection failed");
      // Paused, so that it can't reconnect before these are posted.
      listener.signal("SIGSTOP");
      await server.start();
      await postWebhook(world, "missed 1");
      await postWebhook(world, "missed 2");
      listener.signal("SIGCONT");
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
    },
  );

  it.skipIf(command === null)("ends by itself with a message when its key is revoked", async () => {
    await revokeKey(server, world.account.token, world.key.id);
    const end = withinCalls(server, listener.ends(), "its end", ENDS_WITHIN_CALLS);
    expect(await end).toEqual({ code: 1, signal: null });
    expect(listener.output).toContain(lastWords);
  });

  it.skipIf(command === null)("ends by itself if its key is refused from the start", async () => {
    const refused = start();
    expect((await refused.ends()).code).toBe(1);
    expect(refused.output).toContain("Refused with status 401.");
  });
});
