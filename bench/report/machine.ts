import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { cpus, release, totalmem } from "node:os";

/** The machine of a run: figures can't be compared between machines. */
interface MachineReport {
  cpu: string;
  cores: number;
  memoryMib: number;
  kernel: string;
  node: string;
  workerd: string;
}

export function describeMachine(): MachineReport {
  const processors = cpus();
  return {
    cpu: processors[0]?.model.trim() ?? "unknown",
    cores: processors.length,
    memoryMib: Math.round(totalmem() / 1024 / 1024),
    kernel: release(),
    node: process.version,
    workerd: workerdVersion(),
  };
}

function workerdVersion(): string {
  const miniflare = createRequire(import.meta.url).resolve("miniflare");
  const path = createRequire(miniflare).resolve("workerd/package.json");
  return (JSON.parse(readFileSync(path, "utf8")) as { version: string }).version;
}
