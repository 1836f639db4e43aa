import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isRunning } from "../../src/host/processes.ts";
import { lockState } from "../../src/host/state-lock.ts";

/** A program that prints when it runs, and then runs until it is killed. */
const IDLE = "console.log('up'); setInterval(() => {}, 60_000)";

let stateDir: string;
let children: ChildProcess[];

beforeEach(() => {
  stateDir = mkdtempSync(join(tmpdir(), "hooknexus-lock-"));
  children = [];
});
afterEach(() => {
  for (const child of children) child.kill("SIGKILL");
  rmSync(stateDir, { recursive: true, force: true });
});

/** Starts a process whose command line contains the argument. */
async function idleProcess(argument: string): Promise<{ pid: number; child: ChildProcess }> {
  const child = spawn(process.execPath, ["-e", IDLE, argument]);
  children.push(child);
  await once(child.stdout, "data");
  if (child.pid === undefined) throw new Error("The process could not be started.");
  return { pid: child.pid, child };
}

async function deadPid(): Promise<number> {
  const { pid, child } = await idleProcess("done");
  child.kill("SIGKILL");
  await once(child, "exit");
  return pid;
}

function leaveLock(content: unknown): void {
  writeFileSync(join(stateDir, "server.json"), JSON.stringify(content));
}

function lockedBy(): unknown {
  return JSON.parse(readFileSync(join(stateDir, "server.json"), "utf8"));
}

describe("the lock of a state folder", () => {
  it("names its holder and the runtime it started, and is removed when it is released", async () => {
    const lock = lockState(stateDir);
    const { pid } = await idleProcess("workerd");
    lock.noteRuntime();
    expect(lockedBy()).toEqual({
      pid: process.pid,
      runtimePids: expect.arrayContaining([pid]),
    });
    lock.release();
    expect(readdirSync(stateDir)).toEqual([]);
  });

  it("refuses the folder of a running server, and does not disturb that server", async () => {
    const { pid } = await idleProcess("src/host/start.ts");
    const runtime = await idleProcess("workerd");
    leaveLock({ pid, runtimePids: [runtime.pid] });
    expect(() => lockState(stateDir)).toThrow(`Process ${pid} is already serving ${stateDir}.`);
    expect(isRunning(runtime.pid)).toBe(true);
    expect(lockedBy()).toMatchObject({ pid });
  });

  it("takes over the folder of a server that is gone, and ends the runtime it left behind", async () => {
    const runtime = await idleProcess("workerd");
    const exited = once(runtime.child, "exit");
    leaveLock({ pid: await deadPid(), runtimePids: [runtime.pid] });
    lockState(stateDir);
    expect(await exited).toEqual([null, "SIGKILL"]);
    expect(lockedBy()).toMatchObject({ pid: process.pid });
  });

  it("does not touch a program that has the same process id by now", async () => {
    const stranger = await idleProcess("somebody else");
    leaveLock({ pid: stranger.pid, runtimePids: [stranger.pid] });
    lockState(stateDir);
    expect(isRunning(stranger.pid)).toBe(true);
    expect(lockedBy()).toMatchObject({ pid: process.pid });
  });

  it.each(["", '{"pid":1', "null", "[]"])("is taken over if a crash left it as %j", (left) => {
    writeFileSync(join(stateDir, "server.json"), left);
    lockState(stateDir);
    expect(lockedBy()).toMatchObject({ pid: process.pid });
  });
});
