import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { CLOSE } from "../../src/protocol/close-codes.ts";
import { ROUTES } from "../../src/protocol/routes.ts";

const ROOT = join(import.meta.dirname, "../..");
const TEXT = readFileSync(join(ROOT, "docs/conformance.md"), "utf8");

/** A promise and the tests listed below it: a list item with nested items. */
const ITEMS = TEXT.split(/^- /m)
  .slice(1)
  .map((item) => {
    const [list = ""] = item.split("\n\n");
    const [promise = "", ...tests] = list
      .split("\n  - ")
      .map((text) => text.replaceAll(/\s+/g, " "));
    return { promise, tests: tests.map((test) => test.trim()) };
  });

/** A test as the document names it: `file` "name". */
const CITATION = /^`(test\/[^`]+)` "([^"]+)"$/;

const CITATIONS = ITEMS.flatMap(({ tests }) => tests).map((test) => {
  const [, file = "", name = ""] = CITATION.exec(test) ?? [];
  return { file, name };
});

function isPromised(method: string, path: string): boolean {
  const words = new RegExp(`\\b${method}\\b`);
  return ITEMS.some(({ promise }) => words.test(promise) && promise.includes(`\`${path}\``));
}

describe("docs/conformance.md", () => {
  it.each(CITATIONS)("names a test that exists: $file, $name", ({ file, name }) => {
    expect(existsSync(join(ROOT, file))).toBe(true);
    expect(readFileSync(join(ROOT, file), "utf8")).toContain(name);
  });

  it("has an item for every route", () => {
    const missing = Object.values(ROUTES).filter(({ method, path }) => !isPromised(method, path));
    expect(missing.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
  });

  it("names a test for every promise", () => {
    expect(ITEMS.length).toBeGreaterThan(50);
    for (const { promise, tests } of ITEMS) {
      expect(tests, promise).not.toEqual([]);
      for (const test of tests) expect(test, promise).toMatch(CITATION);
    }
  });

  it("mentions every close code that is final", () => {
    for (const code of [CLOSE.CREDENTIAL_REVOKED, CLOSE.PLAN_LIMIT_LOWERED, CLOSE.ENDPOINT_GONE]) {
      expect(TEXT).toContain(String(code));
    }
  });
});
