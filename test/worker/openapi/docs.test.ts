import { beforeAll, describe, expect, it } from "vitest";
import { ERRORS } from "../../../src/protocol/errors.ts";
import { sampleOf } from "../../../src/site/reference/sample.ts";
import { API, expectValid, OPERATIONS } from "../support/described.ts";
import { call } from "../support/world.ts";

let page: string;
beforeAll(async () => {
  page = await (await call("/docs/api")).text();
});

/** The text that a reader sees. */
function textOf(html: string): string {
  return html
    .replaceAll(/<[^>]*>/g, " ")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&");
}

describe("the reference", () => {
  it("links to the document, and the home page links to the documentation", async () => {
    expect(page).toContain('href="/openapi.json"');
    expect(await (await call("/")).text()).toContain('href="/docs"');
  });
});

describe("the reference", () => {
  it.each(Object.keys(API.paths))("names each operation of %s", (path) => {
    const text = textOf(page).replaceAll(/\s*\/\s*/g, "/");
    expect(text).toContain(path);
    for (const { operation } of OPERATIONS.filter((one) => one.path === path)) {
      const isOfMany = path.startsWith("/h/");
      if (!isOfMany) expect(page).toContain(`id="${operation.operationId}"`);
      expect(textOf(page)).toContain(operation.summary);
    }
  });

  it("explains every code that a reply may have", () => {
    const described = [...JSON.stringify(API).matchAll(/- `(\w+)`: /g)].map(([, code]) => code);
    expect(new Set(described).size).toBeGreaterThan(30);
    for (const code of described) expect(page).toContain(`id="error-${code}"`);
  });

  it("lacks no code except those of the browser's own pages", () => {
    const elsewhere = ["invalid_callback", "too_many_codes", "device_code_limit", "malformed_form"];
    const missing = Object.keys(ERRORS).filter((code) => !page.includes(`id="error-${code}"`));
    expect(missing.toSorted()).toEqual(elsewhere.toSorted());
  });

  it("names every field of a body", () => {
    for (const [name, { properties = {} }] of Object.entries(API.components.schemas)) {
      if (!name.endsWith("Body")) continue;
      for (const field of Object.keys(properties)) expect(page).toContain(`<code>${field}</code>`);
    }
  });
});

describe("the sample", () => {
  const objects = Object.entries(API.components.schemas).filter(([, one]) => one.properties);

  it.each(objects.map(([name]) => name))("of %s is valid", (name) => {
    const schema = { $ref: `#/components/schemas/${name}` };
    expectValid(schema, sampleOf(schema, API.components.schemas), name);
  });
});
