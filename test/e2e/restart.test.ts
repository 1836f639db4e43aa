import { createServer } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isRunning } from "../../src/host/processes.ts";
import { newWorld, pageAfter, postWebhook } from "./support/api.ts";
import { freePort, TestServer } from "./support/server.ts";
import { connect } from "./support/socket.ts";
import { until } from "./support/wait.ts";

/** The one server of all these tests: each start costs seconds. */
let server: TestServer;
let isUp = false;

beforeAll(async () => {
  server = await TestServer.prepare();
});
afterAll(() => server.remove());

/** Starts the server, unless a test before this one has. */
async function startOnce(): Promise<void> {
  if (!isUp) await server.start();
  isUp = true;
}

async function expectGone(pids: number[]): Promise<void> {
  await until(() => !pids.some(isRunning), `the end of ${pids.join(", ")}`);
}

// These come first: they need a state folder that no server uses yet.
describe("a start that fails", () => {
  it("says so if HOST belongs to another machine", async () => {
    // An address from a range reserved for documentation (RFC 5737).
    const program = server.launch({ HOST: "192.0.2.1" });
    expect((await program.ends()).code).toBe(1);
    expect(program.output).toContain(
      'HOST is "192.0.2.1", which is not an address of this machine.',
    );
  });

  it("names PORT if it is not a port number", async () => {
    const program = server.launch({ PORT: "abc" });
    expect((await program.ends()).code).toBe(1);
    expect(program.output.trim()).toBe('PORT is "abc": set it to a number from 1 to 65535.');
  });

  it("says which port is taken and what to set, and releases the state folder", async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(server.port, "127.0.0.1", resolve));
    const program = server.launch();
    expect((await program.ends()).code).toBe(1);
    expect(program.output).toContain(`Port ${server.port} on 127.0.0.1 is already in use.`);
    expect(program.output).toContain("PORT");
    await new Promise((resolve) => taken.close(resolve));
    await startOnce();
  });
});

describe("a second start on a state folder that is in use", () => {
  it("ends with an error that names the folder and says what to do", async () => {
    await startOnce();
    const world = await newWorld(server);
    const second = server.launch({ PORT: String(await freePort()) });
    expect(await second.ends()).toEqual({ code: 1, signal: null });
    expect(second.output.trim()).toBe(
      `Process ${server.program.pid} is already serving ${server.stateDir}. ` +
        "Stop it, or set STATE_DIR to another folder.",
    );
    await postWebhook(world, "the first goes on");
  });
});

describe("a start after the host process alone was killed", () => {
  it("works on the same port and state, and ends the runtime that was left behind", async () => {
    await startOnce();
    const world = await newWorld(server);
    const { id } = await postWebhook(world, "before");
    const orphans = server.runtimePids();
    expect(orphans).not.toEqual([]);
    await server.killHost();
    await server.start();
    await expectGone(orphans);
    await postWebhook(world, "after");
    const { requests } = await pageAfter(server, world, 0);
    expect(requests.map(({ body }) => body)).toEqual(["before", "after"]);
    expect(requests[0]?.id).toBe(id);
  });
});

describe("a server whose runtime is killed", () => {
  it("ends with a message, so that a service manager starts it again", async () => {
    await startOnce();
    const { program } = server;
    for (const pid of server.runtimePids()) process.kill(pid, "SIGKILL");
    expect(await program.ends()).toEqual({ code: 1, signal: null });
    expect(program.output).toContain("The runtime has ended unexpectedly.");
    await server.start();
  });
});

describe("a server that is told to stop", () => {
  it("ends cleanly while a listener is open, leaves nothing running and loses nothing", async () => {
    await startOnce();
    const world = await newWorld(server);
    for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) {
      const listener = await connect(server, world.endpoint.id, world.key.key);
      await postWebhook(world, signal);
      await listener.take(1);
      const pids = [server.program.pid, ...server.runtimePids()];
      expect(pids.length).toBeGreaterThan(1);

      server.program.signal(signal);
      expect(await server.program.ends(), signal).toEqual({ code: 0, signal: null });
      await expectGone(pids);
      await listener.closed;
      await server.start();
    }
    const { requests } = await pageAfter(server, world, 0);
    expect(requests.map(({ body }) => body)).toEqual(["SIGTERM", "SIGINT", "SIGHUP"]);
  });

  it("shows no key when it starts again", () => {
    expect(server.program.output).toContain(`HookNexus is running at ${server.origin}`);
    expect(server.program.output).not.toContain("hnx_");
    expect(server.program.output).not.toContain("curl");
  });
});
