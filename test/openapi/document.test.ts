import { readFileSync } from "node:fs";
import { Validator } from "@seriousme/openapi-schema-validator";
import Ajv2020 from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { describe, expect, it } from "vitest";
import { describeApi } from "../../src/openapi/document.ts";
import { DOCUMENT_FILE, documentText } from "../../src/openapi/write.ts";
import type { Operation, Schema } from "../../src/openapi/types.ts";
import { ROUTES } from "../../src/protocol/routes.ts";

const API = describeApi("1.2.3");
const TEXT = JSON.stringify(API);

const operations = Object.values(API.paths).flatMap((item): Operation[] => Object.values(item));

/** What a JSON Pointer leads to (RFC 6901). */
function at(pointer: string): unknown {
  const steps = pointer.split("/").slice(1);
  return steps.reduce<unknown>((value, step) => {
    const key = step.replaceAll("~1", "/").replaceAll("~0", "~");
    return (value as Record<string, unknown> | undefined)?.[key];
  }, API);
}

/** Every schema of the document, and every one inside another. */
function schemasIn(value: unknown, isSchema = false): Schema[] {
  if (typeof value !== "object" || value === null) return [];
  const inner = Object.entries(value).flatMap(([key, one]) => {
    if (key === "examples" || key === "enum") return [];
    const isMap = key === "properties" || key === "schemas";
    if (isMap) return Object.values(one as object).flatMap((each) => schemasIn(each, true));
    return schemasIn(one, SCHEMA_KEYS.has(key) || (isSchema && Array.isArray(value)));
  });
  return isSchema && !Array.isArray(value) ? [value as Schema, ...inner] : inner;
}

const SCHEMA_KEYS = new Set(["schema", "items", "prefixItems", "anyOf", "oneOf"]);

function strictAjv() {
  const ajv = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false });
  addFormats.default(ajv);
  ajv.addSchema(
    Object.entries(API.components.schemas).map(([name, schema]) => ({
      ...absolute(schema),
      $id: `https://api.test/${name}`,
    })),
  );
  return ajv;
}

/** With references that hold outside the document, too. */
function absolute(schema: Schema): Schema {
  const text = JSON.stringify(schema);
  return JSON.parse(text.replaceAll("#/components/schemas/", "https://api.test/")) as Schema;
}

describe("the document", () => {
  it("is what `npm run generate` makes of the sources", () => {
    const isFresh = readFileSync(DOCUMENT_FILE, "utf8") === documentText();
    expect(isFresh, "docs/openapi.json is stale: run npm run generate").toBe(true);
  });

  it("is valid OpenAPI 3.1", async () => {
    const validator = new Validator();
    const { valid, errors } = await validator.validate(JSON.parse(TEXT));
    expect(errors ?? []).toEqual([]);
    expect([valid, validator.version]).toEqual([true, "3.1"]);
  });

  it("has an operation for each route of the table, and each by a name of its own", () => {
    const names = operations.map(({ operationId }) => operationId);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toEqual(expect.arrayContaining(Object.keys(ROUTES)));
  });

  it("refers to nothing that is not there, and holds nothing that nobody refers to", () => {
    const refs = [...TEXT.matchAll(/"\$ref":"#([^"]+)"/g)].map(([, ref = ""]) => ref);
    expect(refs.filter((ref) => at(ref) === undefined)).toEqual([]);
    const components = ["schemas", "responses"] as const;
    const all = components.flatMap((kind) =>
      Object.keys(API.components[kind]).map((name) => `/components/${kind}/${name}`),
    );
    // No operation answers it: it is what an operation that is not there answers.
    const expected = all.filter((one) => !one.endsWith("/MethodNotAllowed"));
    expect(expected.filter((one) => !refs.includes(one))).toEqual([]);
  });

  it("names the parameters of each path, and no others of that kind", () => {
    for (const [path, item] of Object.entries(API.paths)) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      for (const { parameters = [] } of Object.values(item) as Operation[]) {
        const named = parameters.filter((one) => one.in === "path").map(({ name }) => name);
        expect(named).toEqual(inPath);
      }
    }
  });

  it("says nothing of zod", () => {
    expect(TEXT).not.toMatch(/zod|\$schema|9007199254740991/i);
  });
});

describe("its schemas", () => {
  const all = schemasIn(API);

  it("are JSON Schema of 2020-12, without a keyword that is none", () => {
    const ajv = strictAjv();
    expect(all.length).toBeGreaterThan(200);
    for (const schema of all) ajv.compile(absolute(schema));
  });

  it("have examples that they take", () => {
    const ajv = strictAjv();
    const given = all.filter(({ examples }) => examples);
    expect(given.length).toBeGreaterThan(50);
    for (const schema of given) {
      const validate = ajv.compile(absolute(schema));
      for (const example of schema.examples ?? []) {
        const isTaken = validate(example);
        expect(isTaken, `${JSON.stringify(schema)}: ${ajv.errorsText(validate.errors)}`).toBe(true);
      }
    }
  });

  it("leave room in replies for fields that are yet to come, and none in bodies", () => {
    const { Me, CreateEndpointBody } = API.components.schemas;
    expect(Me).not.toHaveProperty("additionalProperties");
    expect(CreateEndpointBody).toMatchObject({ additionalProperties: false });
  });
});
