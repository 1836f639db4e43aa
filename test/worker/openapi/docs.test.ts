import { beforeAll, describe, expect, it } from "vitest";
import { ERRORS } from "../../../src/protocol/errors.ts";
import { sampleOf } from "../../../src/worker/pages/docs-sample.ts";
import { API, expectValid, OPERATIONS } from "../support/described.ts";
import { call, ORIGIN } from "../support/world.ts";

let page: string;
beforeAll(async () => {
  page = await (await call("/docs")).text();
});

/** What a reader sees of it. */
function textOf(html: string): string {
  return html
    .replaceAll(/<[^>]*>/g, " ")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&");
}

describe("the documentation's page", () => {
  it("runs no script, and loads nothing but our own style sheet", () => {
    expect(page).not.toMatch(/<script|<style|style=|\son\w+=|javascript:|<img|<iframe|@import/i);
    const loaded = [...page.matchAll(/<link[^>]+href="([^"]+)"/g)].map(([, href]) => href);
    expect(loaded).toEqual(["/pages.css"]);
    const links = [...page.matchAll(/(?:href|src|action)="([^"]*)"/g)].map(([, url = ""]) => url);
    expect(links.filter((url) => !/^(#|\/(?!\/))/.test(url))).toEqual([]);
  });

  it("has a style sheet that loads nothing either", async () => {
    const styles = await (await call("/pages.css")).text();
    expect(styles).not.toMatch(/url\(|@import|https?:/);
  });

  it("leads nowhere that is not there, and has no two places of one name", () => {
    const ids = [...page.matchAll(/\sid="([^"]+)"/g)].map(([, id = ""]) => id);
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
    const anchors = [...page.matchAll(/href="#([^"]+)"/g)].map(([, id = ""]) => id);
    expect(anchors.filter((id) => !ids.includes(id))).toEqual([]);
  });

  it("leads to the document, and the home page leads to it", async () => {
    expect(page).toContain('href="/openapi.json"');
    expect(await (await call("/")).text()).toContain('href="/docs"');
  });

  it("says where the server is", () => {
    expect(page).toContain(`export URL=${ORIGIN}`);
  });
});

describe("on the documentation's page", () => {
  it.each(Object.keys(API.paths))("each operation of %s is named", (path) => {
    const text = textOf(page).replaceAll(/\s*\/\s*/g, "/");
    expect(text).toContain(path);
    for (const { operation } of OPERATIONS.filter((one) => one.path === path)) {
      const isOfMany = path.startsWith("/h/");
      if (!isOfMany) expect(page).toContain(`id="${operation.operationId}"`);
      expect(textOf(page)).toContain(operation.summary);
    }
  });

  it("every code is explained that an answer may have", () => {
    const described = [...JSON.stringify(API).matchAll(/- `(\w+)`: /g)].map(([, code]) => code);
    expect(new Set(described).size).toBeGreaterThan(30);
    for (const code of described) expect(page).toContain(`id="error-${code}"`);
  });

  it("no code is missing but those of the browser's own pages", () => {
    const elsewhere = ["invalid_callback", "too_many_codes", "device_code_limit", "malformed_form"];
    const missing = Object.keys(ERRORS).filter((code) => !page.includes(`id="error-${code}"`));
    expect(missing.toSorted()).toEqual(elsewhere.toSorted());
  });

  it("every field of a body is named", () => {
    for (const [name, { properties = {} }] of Object.entries(API.components.schemas)) {
      if (!name.endsWith("Body")) continue;
      for (const field of Object.keys(properties)) expect(page).toContain(`<code>${field}</code>`);
    }
  });
});

describe("a sample", () => {
  const objects = Object.entries(API.components.schemas).filter(([, one]) => one.properties);

  it.each(objects.map(([name]) => name))("of %s is one", (name) => {
    const schema = { $ref: `#/components/schemas/${name}` };
    expectValid(schema, sampleOf(schema, API.components.schemas), name);
  });
});
