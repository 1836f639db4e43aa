import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compareDocuments } from "../../src/openapi/compare.ts";
import { describeApi } from "../../src/openapi/document.ts";
import { DOCUMENT_FILE } from "../../src/openapi/write.ts";

const document = (change: (api: ReturnType<typeof describeApi>) => void = () => undefined) => {
  // Cloned, because documents share the arrays of their zod schemas.
  const api = structuredClone(describeApi("1.0.0"));
  change(api);
  return api;
};

/** The same document, with each text replaced. */
function reworded() {
  return document((api) => {
    api.info = { title: "Other", version: "2.0.0", description: "Other." };
    for (const tag of api.tags) tag.description = "Other.";
    for (const item of Object.values(api.paths)) {
      for (const operation of Object.values(item)) {
        Object.assign(operation, { summary: "Other", description: "Other." });
        const codes = operation["x-websocket"]?.closeCodes ?? {};
        for (const code of Object.keys(codes)) codes[code] = "Other.";
      }
    }
    for (const schema of Object.values(api.components.schemas)) {
      schema.description = "Other.";
      for (const field of Object.values(schema.properties ?? {})) {
        field.description = "Other.";
        field.examples = ["other"];
      }
    }
    for (const reply of Object.values(api.components.responses)) reply.description = "Other.";
  });
}

describe("comparing two documents", () => {
  it("ignores texts and examples", () => {
    expect(compareDocuments(document(), reworded())).toEqual([]);
  });

  it("finds a field, a path and a reply that were added or removed", () => {
    const changed = document((api) => {
      delete api.components.schemas["Me"]?.properties?.["email"];
      delete api.paths["/api/endpoints/{id}"]?.patch;
      const { get } = api.paths["/api/health"] ?? {};
      if (get) get.responses["418"] = { description: "A teapot." };
    });
    expect(compareDocuments(document(), changed)).toEqual([
      "/paths/~1api~1endpoints~1{id}/patch is only in the old document",
      "/paths/~1api~1health/get/responses/418 is only in the new document",
      "/components/schemas/Me/properties/email is only in the old document",
    ]);
  });

  it("finds a changed limit, default, enum and tag", () => {
    const changed = document((api) => {
      const { schemas } = api.components;
      Object.assign(schemas["VerifySignatureBody"]?.properties?.["secret"] ?? {}, { maxLength: 1 });
      Object.assign(schemas["RotateKeyBody"]?.properties?.["overlapSeconds"] ?? {}, { default: 9 });
      schemas["Session"]?.properties?.["kind"]?.enum?.push("other");
      const { get } = api.paths["/api/health"] ?? {};
      if (get) get.tags = ["Other"];
    });
    expect(compareDocuments(document(), changed)).toEqual([
      "/paths/~1api~1health/get/tags/0 differs",
      "/components/schemas/RotateKeyBody/properties/overlapSeconds/default differs",
      "/components/schemas/Session/properties/kind/enum/2 is only in the new document",
      "/components/schemas/VerifySignatureBody/properties/secret/maxLength differs",
    ]);
  });

  it.each(["description", "summary", "example", "examples", "info"])(
    "finds a changed field that is called %s",
    (name) => {
      const withField = (type: string) =>
        document((api) => {
          api.components.schemas["Me"] = { properties: { [name]: { type } } };
        });
      expect(compareDocuments(withField("string"), withField("integer"))).toEqual([
        `/components/schemas/Me/properties/${name}/type differs`,
      ]);
    },
  );

  it("compares a default as a value, whatever its fields are called", () => {
    const withDefault = (description: string) =>
      document((api) => {
        api.components.schemas["Me"] = { default: { description } };
      });
    expect(compareDocuments(withDefault("a"), withDefault("b"))).toEqual([
      "/components/schemas/Me/default/description differs",
    ]);
  });
});

describe("the command", () => {
  let folder: string;
  beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), "compare-"))));
  afterAll(() => rmSync(folder, { recursive: true }));

  const run = (...files: string[]) =>
    new Promise<{ code: number | string; stdout: string }>((resolve) => {
      const script = join(import.meta.dirname, "../../src/openapi/compare.ts");
      execFile(process.execPath, [script, ...files], (error, stdout) =>
        resolve({ code: error?.code ?? 0, stdout }),
      );
    });

  it("exits with 0 and says so if the documents are equal", async () => {
    const { code, stdout } = await run(DOCUMENT_FILE, DOCUMENT_FILE);
    expect([code, stdout]).toEqual([0, "The documents are equal, texts aside.\n"]);
  });

  it("exits with 1 and prints what differs", async () => {
    const other = join(folder, "other.json");
    writeFileSync(other, JSON.stringify({ ...document(), openapi: "3.0.0" }));
    const { code, stdout } = await run(DOCUMENT_FILE, other);
    expect([code, stdout]).toEqual([1, "/openapi differs\n"]);
  });

  it("exits with 2 if a file is missing from the command", async () => {
    expect(await run(DOCUMENT_FILE)).toMatchObject({ code: 2 });
  });
});
