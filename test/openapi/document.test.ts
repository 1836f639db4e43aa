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

/** The value at a JSON Pointer (RFC 6901). */
function at(pointer: string): unknown {
  const steps = pointer.split("/").slice(1);
  return steps.reduce<unknown>((value, step) => {
    const key = step.replaceAll("~1", "/").replaceAll("~0", "~");
    return (value as Record<string, unknown> | undefined)?.[key];
  }, API);
}

/** Every schema of the document, including nested ones. */
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

/** Makes the references valid outside the document. */
function absolute(schema: Schema): Schema {
  const text = JSON.stringify(schema);
  return JSON.parse(text.replaceAll("#/components/schemas/", "https://api.test/")) as Schema;
}

describe("the document", () => {
  it("is up to date with the sources", () => {
    const isFresh = readFileSync(DOCUMENT_FILE, "utf8") === documentText();
    expect(isFresh, "docs/openapi.json is stale: run npm run generate").toBe(true);
  });

  it("is valid OpenAPI 3.1", async () => {
    const validator = new Validator();
    const { valid, errors } = await validator.validate(JSON.parse(TEXT));
    expect(errors ?? []).toEqual([]);
    expect([valid, validator.version]).toEqual([true, "3.1"]);
  });

  it("has an operation for each route of the table, each with a unique id", () => {
    const names = operations.map(({ operationId }) => operationId);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toEqual(expect.arrayContaining(Object.keys(ROUTES)));
  });

  it("has no broken reference and no unused component", () => {
    const refs = [...TEXT.matchAll(/"\$ref":"#([^"]+)"/g)].map(([, ref = ""]) => ref);
    expect(refs.filter((ref) => at(ref) === undefined)).toEqual([]);
    const components = ["schemas", "responses"] as const;
    const all = components.flatMap((kind) =>
      Object.keys(API.components[kind]).map((name) => `/components/${kind}/${name}`),
    );
    // Only requests that match no operation get this reply.
    const expected = all.filter((one) => !one.endsWith("/MethodNotAllowed"));
    expect(expected.filter((one) => !refs.includes(one))).toEqual([]);
  });

  it("describes exactly the parameters of each path", () => {
    for (const [path, item] of Object.entries(API.paths)) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      for (const { parameters = [] } of Object.values(item) as Operation[]) {
        const named = parameters.filter((one) => one.in === "path").map(({ name }) => name);
        expect(named).toEqual(inPath);
      }
    }
  });

  it("shows no trace of zod", () => {
    expect(TEXT).not.toMatch(/zod|\$schema|9007199254740991/i);
  });
});

describe("its schemas", () => {
  const all = schemasIn(API);

  it("are valid JSON Schema 2020-12 without unknown keywords", () => {
    const ajv = strictAjv();
    expect(all.length).toBeGreaterThan(200);
    for (const schema of all) ajv.compile(absolute(schema));
  });

  it("have valid examples", () => {
    const ajv = strictAjv();
    const withExamples = all.filter(({ examples }) => examples);
    expect(withExamples.length).toBeGreaterThan(50);
    for (const schema of withExamples) {
      const validate = ajv.compile(absolute(schema));
      for (const example of schema.examples ?? []) {
        const isValid = validate(example);
        expect(isValid, `${JSON.stringify(schema)}: ${ajv.errorsText(validate.errors)}`).toBe(true);
      }
    }
  });

  it("allow further fields in replies, but not in request bodies", () => {
    const { Me, CreateEndpointBody } = API.components.schemas;
    expect(Me).not.toHaveProperty("additionalProperties");
    expect(CreateEndpointBody).toMatchObject({ additionalProperties: false });
  });
});
