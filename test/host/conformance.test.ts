import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { CLOSE } from "../../src/protocol/close-codes.ts";
import { ROUTES } from "../../src/protocol/routes.ts";

const ROOT = join(import.meta.dirname, "../..");
const TEXT = readFileSync(join(ROOT, "docs/conformance.md"), "utf8");

/** A test as the document names it: `file` "name". */
const CITATION = /`(test\/[^`]+)` "([^"]+)"/g;
const CITATIONS = [...TEXT.matchAll(CITATION)].map(([, file = "", name = ""]) => ({ file, name }));

/** What is promised, the first cell of each row. */
const PROMISES = TEXT.split("\n")
  .filter((line) => line.startsWith("|"))
  .map((line) => line.split("|")[1] ?? "");

function isPromised(method: string, path: string): boolean {
  const words = new RegExp(`\\b${method}\\b`);
  return PROMISES.some((promise) => words.test(promise) && promise.includes(`\`${path}\``));
}

describe("docs/conformance.md", () => {
  it.each(CITATIONS)("names a test that is there: $file, $name", ({ file, name }) => {
    expect(existsSync(join(ROOT, file))).toBe(true);
    expect(readFileSync(join(ROOT, file), "utf8")).toContain(name);
  });

  it("has a row for every route", () => {
    const lacking = Object.values(ROUTES).filter(({ method, path }) => !isPromised(method, path));
    expect(lacking.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
  });

  it("names a test in every row", () => {
    const rows = TEXT.split("\n").filter((line) => /^\| (?!-|Promised)/.test(line));
    expect(rows.length).toBeGreaterThan(50);
    for (const row of rows) expect(row).toMatch(CITATION);
  });

  it("speaks of every close code that is final", () => {
    for (const code of [CLOSE.CREDENTIAL_REVOKED, CLOSE.PLAN_LIMIT_LOWERED, CLOSE.ENDPOINT_GONE]) {
      expect(TEXT).toContain(String(code));
    }
  });
});
