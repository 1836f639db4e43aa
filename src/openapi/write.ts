import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { OpenApi } from "./types.ts";
import { describeApi } from "./document.ts";

/*
 * `npm run generate`: writes the API's description down, so that a change of the API shows in
 * review. What is served is made of the same by the build.
 */
const ROOT = join(import.meta.dirname, "../..");

/** Where the description is kept; a test compares. */
export const DOCUMENT_FILE = join(ROOT, "docs/openapi.json");

/** The API of this version as it is described. */
export function currentDescription(): OpenApi {
  const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
    version: string;
  };
  return describeApi(version);
}

/** The file's text, as it should be. */
export function documentText(): string {
  return `${JSON.stringify(currentDescription(), null, 2)}\n`;
}

if (import.meta.main) writeFileSync(DOCUMENT_FILE, documentText());
