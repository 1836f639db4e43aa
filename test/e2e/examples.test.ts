import { spawnSync } from "node:child_process";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newWorld, postWebhook, revokeKey, type World } from "./support/api.ts";
import { Program } from "./support/program.ts";
import { TestServer } from "./support/server.ts";

/** The close frame comes at once, and what follows it must not keep anyone waiting. */
const ENDS_WITHIN_MS = 5_000;

interface Example {
  name: string;
  command: string;
  args: string[];
}

const PYTHON = ["python3", "/usr/bin/python3"].find(
  (command) => spawnSync(command, ["-c", "import websockets"]).status === 0,
);
const EXAMPLES: Example[] = [
  { name: "listener.mjs", command: process.execPath, args: ["examples/listener.mjs"] },
  ...(PYTHON === undefined
    ? []
    : [{ name: "listener.py", command: PYTHON, args: ["examples/listener.py"] }]),
];

let server: TestServer;

beforeAll(async () => {
  server = await TestServer.start();
});
afterAll(() => server.remove());

if (PYTHON === undefined) {
  it.skip("examples/listener.py: no python3 here has the package `websockets`", () => {});
}

describe.each(EXAMPLES)("examples/$name", ({ command, args }) => {
  let world: World;
  let listener: Program;

  beforeAll(async () => {
    world = await newWorld(server);
    listener = new Program(command, args, {
      HOOKNEXUS_API_URL: server.origin,
      ENDPOINT_ID: world.endpoint.id,
      HOOKNEXUS_API_KEY: world.key.key,
    });
  });
  afterAll(() => listener.kill());

  it("prints a webhook that is posted", async () => {
    await listener.says("Connected as");
    await postWebhook(world, "to whoever listens");
    await listener.says(`[new] POST /h/${world.endpoint.id} to whoever listens`);
  });

  it("comes back after a crash of the server, and prints what it missed", async () => {
    await server.kill();
    await listener.says("Connection failed");
    // Held still, so that it certainly is away while these are posted.
    listener.signal("SIGSTOP");
    await server.start();
    await postWebhook(world, "missed 1");
    await postWebhook(world, "missed 2");
    listener.signal("SIGCONT");
    await listener.says("missed 2");
    await postWebhook(world, "live again");
    await listener.says("live again");
    const printed = [...listener.output.matchAll(/^\[new\] POST \S+ (.*)$/gm)];
    expect(printed.map(([, body]) => body)).toEqual([
      "to whoever listens",
      "missed 1",
      "missed 2",
      "live again",
    ]);
  });

  it("ends by itself, and says so, once its key is revoked", async () => {
    await revokeKey(server, world.account.token, world.key.id);
    expect(await listener.ends(ENDS_WITHIN_MS)).toEqual({ code: 1, signal: null });
    expect(listener.output).toContain("Closed for good (4401).");
  });

  it("ends by itself where its key is refused from the start", async () => {
    const refused = new Program(command, args, {
      HOOKNEXUS_API_URL: server.origin,
      ENDPOINT_ID: world.endpoint.id,
      HOOKNEXUS_API_KEY: world.key.key,
    });
    expect((await refused.ends()).code).toBe(1);
    expect(refused.output).toContain("Refused with status 401.");
  });
});
