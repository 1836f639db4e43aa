import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import type { Bench } from "../bench.ts";
import { buildWorker } from "../../src/host/build.ts";
import { ROOT } from "../subjects.ts";
import type { Figures } from "./figures.ts";

/** The size of the worker as it is deployed, which a cold start loads. */
export async function measureProductSize(): Promise<Figures> {
  return sizesOf(await buildWorker(ROOT));
}

export async function measureFloorSize(bench: Bench): Promise<Figures> {
  return sizesOf(readFileSync(await bench.built.pathOf("floor"), "utf8"));
}

function sizesOf(text: string): Figures {
  const bytes = Buffer.from(text);
  return { kib: bytes.length / 1_024, gzippedKib: gzipSync(bytes).length / 1_024 };
}
