import { globSync } from "node:fs";
import { posix } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { LAYERS, MAX_DEPTH } from "../../oxlint.config.ts";
import { allowed, lint, type Probe, refused, RESTRICTED } from "./support/lint-probes.ts";

const layers = Object.keys(LAYERS);
const layerProbes = layers.flatMap(importsOfLayers);
const packageProbes = layers.flatMap(importsOfPackages);

const CASES: Record<string, Probe[]> = {
  "lets only the hub's stub and contract be imported from outside": [
    refused("worker/domain/case.ts", `import "../hub/endpoint-hub.ts";`),
    refused("worker/domain/case.ts", `import "../hub/log/request-log.ts";`),
    refused("worker/domain/a/b/case.ts", `import "../../../hub/log/request-log.ts";`),
    refused("worker/routes/case.ts", `import "../hub/endpoint-hub.ts";`),
    allowed("worker/domain/case.ts", `import "../hub/stub.ts";`),
    allowed("worker/domain/a/b/case.ts", `import "../../../hub/contract/commands.ts";`),
  ],
  "keeps the layers of the worker apart": [
    refused("worker/routes/case.ts", `import "../storage/accounts.ts";`),
    refused("worker/ingest/case.ts", `import "../auth/authentication.ts";`),
    refused("worker/pages/case.ts", `import "../domain/accounts.ts";`),
    refused("worker/auth/case.ts", `import "../routes/keys.ts";`),
    refused("worker/http/case.ts", `import "../routes/keys.ts";`),
    refused("worker/domain/case.ts", `import "../http/read-body.ts";`),
    refused("worker/storage/case.ts", `import "../domain/accounts.ts";`),
    refused("worker/hub/case.ts", `import "../storage/accounts.ts";`),
    refused("worker/hub/log/case.ts", `import "../endpoint-hub.ts";`),
    refused("worker/hub/contract/case.ts", `import "../log/history.ts";`),
    allowed("worker/account/case.ts", `import "../hub/stub.ts";`),
    refused("worker/account/case.ts", `import "../hub/endpoint-hub.ts";`),
  ],
  "keeps the parts of the product apart": [
    refused("protocol/case.ts", `import "../client/index.ts";`),
    refused("client/case.ts", `import "../worker/env.ts";`),
    refused("cli/commands/case.ts", `import "../../worker/env.ts";`),
    refused("dashboard/screens/case.ts", `import "../../worker/env.ts";`),
    refused("dashboard/components/case.ts", `import "../api/client.ts";`),
    refused("dashboard/inspect/case.ts", `import "../components/clock.ts";`),
    refused("host/case.ts", `import "../worker/app.ts";`),
    refused("worker/domain/case.ts", `import "../../client/index.ts";`),
    refused("openapi/case.ts", `import "../worker/app.ts";`),
    refused("site/case.ts", `import "../client/index.ts";`),
    refused("../bench/case.ts", `import "../src/cli/program.ts";`),
  ],
  "lets only the benchmark's tests import the benchmark": [
    refused("worker/domain/case.ts", `import "../../../bench/run.ts";`),
    refused("../test/host/case.test.ts", `import "../../bench/run.ts";`),
    allowed("../test/host/bench-case.test.ts", `import "../../bench/run.ts";`),
  ],
  "sees every kind of import": [
    refused("worker/routes/kinds.ts", `import type { A } from "../storage/accounts.ts";`),
    refused("worker/routes/kinds.ts", `export type { B } from "../storage/accounts.ts";`),
    refused("worker/routes/kinds.ts", `export * from "../storage/accounts.ts";`),
    refused("worker/routes/kinds.ts", `export const c = import("../storage/accounts.ts");`),
    refused("worker/kinds.ts", `export type D = import("./env.ts").D;`, "consistent-type-imports"),
  ],
  "allows only types if the table says so": [
    refused("worker/hub/capture/a/case.ts", `import "../../../account/allowance.ts";`),
    refused("worker/hub/capture/a/case.ts", `export * from "../../maintenance.ts";`),
    refused("worker/hub/capture/a/case.ts", `export const c = import("../../maintenance.ts");`),
    refused("worker/hub/capture/case.ts", `import { a } from "../../account/allowance.ts";`),
    refused(
      "worker/hub/capture/case.ts",
      `import { type A, b } from "../../account/allowance.ts";`,
    ),
    allowed("worker/hub/capture/case.ts", `import { type B } from "../../account/allowance.ts";`),
    allowed("worker/hub/capture/case.ts", `import type { C } from "../../account/allowance.ts";`),
  ],
  "refuses a path that leads through an allowed folder": [
    refused("worker/domain/case.ts", `import "../storage/../hub/endpoint-hub.ts";`),
    refused("worker/domain/case.ts", `import "./../hub/endpoint-hub.ts";`),
    refused("worker/domain/case.ts", `import "..";`),
  ],
  "refuses files that import each other": [
    refused("cli/chicken.ts", `import "./egg.ts";`, "no-cycle"),
    refused("cli/egg.ts", `import "./chicken.ts";`, "no-cycle"),
  ],
  "refuses files that import each other's types": [
    refused("host/chicken.ts", `import type { Egg } from "./egg.ts";`, "no-cycle"),
    refused("host/egg.ts", `import type { Chicken } from "./chicken.ts";`, "no-cycle"),
  ],
};

let surprises: Map<Probe, string>;

beforeAll(() => {
  surprises = lint([...layerProbes, ...packageProbes, ...Object.values(CASES).flat()]);
});

describe("the linter", () => {
  it.each(layers)("lets %s import what its row names and nothing else", (layer) => {
    const own = layerProbes.filter(({ file }) => layerOf(file) === layer);
    expect(own.filter(({ refusal }) => refusal !== undefined)).not.toEqual([]);
    expect(own.flatMap((probe) => surprises.get(probe) ?? [])).toEqual([]);
  });

  it.each(layers)("refuses the packages that %s must not import", (layer) => {
    const own = packageProbes.filter(({ file }) => layerOf(file) === layer);
    expect(own.flatMap((probe) => surprises.get(probe) ?? [])).toEqual([]);
  });

  it.each(Object.entries(CASES))("%s", (_, cases) => {
    expect(cases.flatMap((probe) => surprises.get(probe) ?? [])).toEqual([]);
  });
});

describe("the table of layers", () => {
  const files = globSync("{src,bench}/**/*.{ts,tsx}").map((file) => posix.relative("src", file));

  it("has a row for every folder that lies beside a layer", () => {
    const besideLayers = new Set(layers.map((layer) => posix.dirname(layer)));
    const missing = files
      .flatMap((file) => foldersOf(file))
      .filter((folder) => folder !== ".." && besideLayers.has(posix.dirname(folder)))
      .filter((folder) => !layers.includes(folder));
    expect([...new Set(missing)]).toEqual([]);
  });

  it("covers the deepest folder of every layer", () => {
    const depth = (file: string) => posix.relative(layerOf(file) ?? "", file).split("/").length - 1;
    expect(files.filter((file) => depth(file) > MAX_DEPTH)).toEqual([]);
  });

  it("contains no cycle", () => {
    const reached = (from: string, seen = new Set<string>()): Set<string> => {
      for (const entry of LAYERS[from] ?? []) {
        const to = entry.startsWith("type ") ? undefined : layerOf(entry);
        if (to !== undefined && !seen.has(to)) reached(to, seen.add(to));
      }
      return seen;
    };
    expect(layers.filter((layer) => reached(layer).has(layer))).toEqual([]);
  });
});

/** Each depth of a layer imports from every layer, and every file that a row names. */
function importsOfLayers(layer: string): Probe[] {
  const entries = layer === "protocol" ? [] : ["protocol", ...(LAYERS[layer] ?? [])];
  const mayImport = (target: string, keyword: string) =>
    layerOf(target) === layer ||
    entries.some((entry) => {
      const name = entry.replace("type ", "");
      return isWithin(target, name) && (name === entry || keyword === "import type");
    });
  const named = layers.flatMap((other) => LAYERS[other] ?? []).map((e) => e.replace("type ", ""));
  const folders = [...layers, ...named, "../examples", "../test"].filter((name) => !isFile(name));
  const inFolders = [...new Set(folders)].flatMap((name) => [
    `${name}/some.ts`,
    `${name}/a/some.ts`,
  ]);
  const targets = new Set([...layers, ...named].filter(isFile).concat(inFolders));
  targets.delete(layer);
  return [...targets].flatMap((target, index) =>
    ["import", "import type"].flatMap((keyword) => {
      const name = keyword === "import" ? `value${index}` : `Type${index}`;
      const probe = mayImport(target, keyword) ? allowed : refused;
      return filesIn(layer).map((file) =>
        probe(
          file,
          `${keyword} { ${name} } from "${specifier(file, target)}";`,
          `${RESTRICTED}: ${layer} may import `,
        ),
      );
    }),
  );
}

function importsOfPackages(layer: string): Probe[] {
  const within = (...outer: string[]) => outer.some((name) => isWithin(layer, name));
  const runsAnywhere = within("protocol", "client");
  const hasNoRouter = within("worker/domain", "worker/storage", "worker/hub", "worker/account");
  const isPure = within("dashboard/inspect");
  const isRefused = {
    zod: layer !== "openapi",
    "zod/v4": layer !== "openapi",
    "zod/mini": false,
    "zod/v4/locales/en.js": false,
    "node:fs": runsAnywhere,
    "node:fs/promises": runsAnywhere,
    "cloudflare:workers": runsAnywhere,
    hono: hasNoRouter,
    "hono/cookie": hasNoRouter,
    react: isPure,
    "react-dom/client": isPure,
    "@tanstack/react-query": isPure,
  };
  return filesIn(layer).flatMap((file) =>
    Object.entries(isRefused).map(([name, refuse]) =>
      refuse ? refused(file, `import "${name}";`) : allowed(file, `import "${name}";`),
    ),
  );
}

/** A file at each depth of a layer. */
function filesIn(layer: string): string[] {
  if (isFile(layer)) return [layer];
  return Array.from(
    { length: MAX_DEPTH + 1 },
    (_, depth) => `${layer}${"/a".repeat(depth)}/probe.ts`,
  );
}

/** The innermost layer that a file or folder belongs to. */
function layerOf(name: string): string | undefined {
  return layers.filter((layer) => isWithin(name, layer)).toSorted((a, b) => b.length - a.length)[0];
}

function foldersOf(file: string): string[] {
  const parts = file.split("/");
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join("/"));
}

function isWithin(name: string, outer: string): boolean {
  return name === outer || name.startsWith(`${outer}/`);
}

function isFile(name: string): boolean {
  return posix.extname(name) !== "";
}

function specifier(from: string, to: string): string {
  const path = posix.relative(posix.join("/src", posix.dirname(from)), posix.join("/src", to));
  return path.startsWith(".") ? path : `./${path}`;
}
