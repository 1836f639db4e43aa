import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { packageManifest } from "../../src/package/manifest.ts";
import { DAY_MS, HOUR_MS } from "../../src/protocol/time-units.ts";
import { DEFAULT_PLANS, PLAN_NAMES, type Plan } from "../../src/protocol/plans.ts";

const ROOT = join(import.meta.dirname, "../..");
const read = (path: string) => readFileSync(join(ROOT, path), "utf8");
const TEXT = read("README.md");
/** Without the padding that the formatter adds to table cells. */
const README = TEXT.replaceAll(/ +/g, " ");

const count = (value: number) => value.toLocaleString("en-US");
const limit = (value: number | null) => (value === null ? "unlimited" : count(value));
const time = (ms: number) => (ms > DAY_MS ? `${ms / DAY_MS} d` : `${ms / HOUR_MS} h`);
function size(bytes: number): string {
  const units = ["B", "KiB", "MiB", "GiB"];
  let power = 0;
  while (bytes >= 1024) [bytes, power] = [bytes / 1024, power + 1];
  return `${bytes} ${units[power]}`;
}

const ROWS: [name: string, cell: (plan: Plan) => string][] = [
  [
    "active endpoints / permanent endpoints",
    (plan) => `${count(plan.maxEndpoints)} / ${count(plan.maxPermanentEndpoints)}`,
  ],
  ["lifetime of an endpoint, if not permanent", (plan) => time(plan.endpointValidityMs)],
  ["requests per day (UTC)", (plan) => limit(plan.maxDailyRequests)],
  ["webhooks per second and endpoint", (plan) => limit(plan.maxRequestsPerSecond)],
  ["largest body", (plan) => size(plan.maxBodyBytes)],
  ["history kept for", (plan) => time(plan.historyMs)],
  ["storage per endpoint", (plan) => size(plan.maxStoredBytes)],
  ["API keys", (plan) => count(plan.maxApiKeys)],
  ["WebSocket connections per endpoint", (plan) => count(plan.maxListeners)],
  ["replay", (plan) => (plan.canReplay ? "yes" : "no")],
];

describe("the README's plan table", () => {
  it.each(ROWS)("agrees with the code about: %s", (name, cell) => {
    const cells = PLAN_NAMES.map((plan) => cell(DEFAULT_PLANS[plan]));
    expect(README).toContain(`| ${name} | ${cells.join(" | ")} |`);
  });
});

it("names the oldest Node version that the package supports, as the other documents do", () => {
  const oldest = packageManifest(ROOT).engines.node.replace(">=", "");
  for (const path of ["README.md", "docs/cli.md", "src/package/README.md"]) {
    const named = [...read(path).matchAll(/Node (22[\d.]*\d)/g)].map(([, version]) => version);
    expect(new Set(named), path).toEqual(new Set([oldest]));
  }
});

/** Targets of links, and code that begins with a folder of the repository. */
const PATHS = [
  /\]\((?!https?:|#)([^)#]+)/g,
  /(?:`|^)((?:src|test|docs|bench|examples|migrations|\.ci)\/[^`\s]*)/gm,
];

it.each(["README.md", "CONTRIBUTING.md"])("%s names files and folders that exist", (document) => {
  const text = read(document);
  const named = PATHS.flatMap((path) => [...text.matchAll(path)].map(([, name = ""]) => name));
  expect(named.length).toBeGreaterThan(20);
  // `<resource>.ts` stands for any file there.
  const patterns = named.map((name) => name.replaceAll(/<[^>]+>/g, "*"));
  expect(patterns.filter((pattern) => globSync(pattern, { cwd: ROOT }).length === 0)).toEqual([]);
});
