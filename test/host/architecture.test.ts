import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { describe, expect, it } from "vitest";

/* The walks of docs/architecture.md must follow the imports of the code. */

const ROOT = join(import.meta.dirname, "../..");
const HUB = "src/worker/hub/endpoint-hub.ts";
const MAX_LINES = 25;
/** Between `app.handle` and the socket, both excluded. */
const MAX_WEBHOOK_FILES = 20;

interface Walk {
  name: string;
  /** Paths in order. A walk has one part before the call to the hub, and one after it. */
  parts: string[][];
}

const walks = readWalks(readFileSync(join(ROOT, "docs/architecture.md"), "utf8"));

function readWalks(text: string): Walk[] {
  return text
    .split(/^## /m)
    .slice(1)
    .map((section) => ({
      name: section.slice(0, section.indexOf("\n")),
      parts: section.split(/^(?:RPC|Fetch): /m).map(listedFiles),
    }));
}

function listedFiles(text: string): string[] {
  return [...text.matchAll(/^\d+\. `([^`]+)`:/gm)].map(([, path = ""]) => path);
}

/** The files that a file imports, as paths from the root. */
function importsOf(path: string): Set<string> {
  const source = readFileSync(join(ROOT, path), "utf8");
  const specifiers = [...source.matchAll(/^(?:import|export)\b[^;]*?from "(\.[^"]+)"/gm)];
  return new Set(specifiers.map(([, to = ""]) => relative(ROOT, join(ROOT, dirname(path), to))));
}

/** The files that no earlier file of the walk imports. */
function unreached(files: readonly string[]): string[] {
  return files.filter(
    (file, index) => !files.slice(0, index).some((earlier) => importsOf(earlier).has(file)),
  );
}

it("has a walk for a webhook, an upgrade and a revoke", () => {
  expect(walks.map(({ name }) => name)).toEqual(["A webhook", "An upgrade", "A revoke"]);
});

describe.each(walks)("$name", ({ parts }) => {
  const files = parts.flat();

  it("crosses the boundary between worker and hub once", () => {
    expect(parts).toHaveLength(2);
    expect(parts[1]?.[0]).toBe(HUB);
  });

  it("names files that exist, each once, in under 25 lines", () => {
    expect(files.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
    expect(new Set(files).size).toBe(files.length);
    expect(files.length).toBeLessThan(MAX_LINES);
  });

  it("reaches each file by an import of an earlier one, except where it starts and at the hub", () => {
    const beyondTheCall = unreached(files).filter((file) => file !== HUB);
    expect(beyondTheCall).toEqual(["src/worker/app.ts"]);
  });
});

it("lets a webhook cross at most 20 files between app.handle and the socket", () => {
  const files = walks[0]?.parts.flat() ?? [];
  const toSocket = files.slice(1, files.indexOf("src/protocol/frames.ts") + 1);
  expect(toSocket.length).toBeGreaterThan(0);
  expect(toSocket.length).toBeLessThanOrEqual(MAX_WEBHOOK_FILES);
});
