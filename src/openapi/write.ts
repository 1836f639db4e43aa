import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describeApi } from "./document.ts";

/*
 * `npm run generate`: writes the API's description where the worker takes it from. It is made
 * here, not in the worker, for what makes it is larger than all of the worker.
 */
const ROOT = join(import.meta.dirname, "../..");

/** Where the description is kept; a test compares. */
export const DOCUMENT_FILE = join(ROOT, "src/worker/openapi.json");

/** The file's text, as it should be. */
export function documentText(): string {
  const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
    version: string;
  };
  return `${JSON.stringify(describeApi(version), null, 2)}\n`;
}

if (import.meta.main) writeFileSync(DOCUMENT_FILE, documentText());
