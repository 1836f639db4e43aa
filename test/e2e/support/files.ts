import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";

/** Every file below a folder, as a path relative to it. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
}

/** The files below a folder that have a text in their bytes or their path. */
export function filesWith(folder: string, text: string, skipped: string): string[] {
  return filesBelow(folder)
    .filter((path) => path.split(sep)[0] !== skipped)
    .filter((path) => path.includes(text) || readFileSync(join(folder, path)).includes(text));
}
