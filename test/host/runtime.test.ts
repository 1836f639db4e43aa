import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { childrenOf, commandOf } from "../../src/host/processes.ts";
import { Runtime } from "../../src/host/runtime.ts";

it("a runtime can be noted before it is ready, so that none is left behind by kill -9", async () => {
  // Without a configuration, it never gets ready.
  const folder = mkdtempSync(join(tmpdir(), "hooknexus-runtime-"));
  let commands: string[] = [];
  const onSpawn = () => (commands = childrenOf(process.pid).map(commandOf));
  const addresses = { front: "127.0.0.1:0", host: "127.0.0.1:0" };
  const options = { folder, sockets: "closed" as const, disks: {}, variables: {}, ...addresses };
  await expect(Runtime.start({ ...options, onSpawn })).rejects.toThrow("ended before it was ready");
  rmSync(folder, { recursive: true });
  expect(commands).toContainEqual(expect.stringContaining("workerd"));
});
