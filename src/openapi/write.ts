import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { OpenApi } from "./types.ts";
import { describeApi } from "./document.ts";

/*
 * `npm run generate` writes the OpenAPI document into the repository, so that a change of the API
 * shows in review. The build makes the served document from the same sources.
 */
const ROOT = join(import.meta.dirname, "../..");

/** The committed document. A test fails if it is stale. */
export const DOCUMENT_FILE = join(ROOT, "docs/openapi.json");

/** The API of this version. */
export function currentDescription(): OpenApi {
  const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
    version: string;
  };
  return describeApi(version);
}

/** The text that the committed document should have. */
export function documentText(): string {
  return `${JSON.stringify(currentDescription(), null, 2)}\n`;
}

if (import.meta.main) writeFileSync(DOCUMENT_FILE, documentText());
