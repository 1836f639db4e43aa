import { readFileSync } from "node:fs";

/*
 * `npm run openapi:compare -- OLD NEW`: shows whether two OpenAPI documents describe the same API.
 * Use it after editing descriptions, to see that nothing but descriptions has changed.
 */

/** Texts for people. A difference here does not change the API. */
const TEXT_KEYS = new Set(["description", "summary", "example", "examples"]);

/** Maps by name. Their keys are names that the API chose, so one called `description` is kept. */
const MAP_KEYS = new Set([
  "$defs",
  "callbacks",
  "content",
  "dependentSchemas",
  "encoding",
  "headers",
  "links",
  "parameters",
  "pathItems",
  "paths",
  "patternProperties",
  "properties",
  "requestBodies",
  "responses",
  "schemas",
  "securitySchemes",
  "variables",
  "webhooks",
]);

/** Plain values that may look like a part of the document, e.g. the default of a field. */
const VALUE_KEYS = new Set(["const", "default", "enum", "mapping", "required", "security"]);

/**
 * Compares two documents without their texts.
 * @returns one line for each JSON Pointer (RFC 6901) that differs
 */
export function compareDocuments(old: object, current: object): string[] {
  return differences(withoutTexts(withoutInfo(old)), withoutTexts(withoutInfo(current)), "");
}

function withoutInfo(document: object): object {
  return Object.fromEntries(Object.entries(document).filter(([key]) => key !== "info"));
}

function withoutTexts(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(withoutTexts);
  if (!isObject(node)) return node;
  const kept = Object.entries(node).filter(([key]) => !TEXT_KEYS.has(key));
  return Object.fromEntries(kept.map(([key, value]) => [key, withoutTextsAt(key, value)]));
}

function withoutTextsAt(key: string, value: unknown): unknown {
  if (VALUE_KEYS.has(key)) return value;
  if (!isObject(value)) return withoutTexts(value);
  // In `x-websocket`, each close code has a description.
  if (key === "closeCodes") return mapValues(value, () => "");
  return MAP_KEYS.has(key) ? mapValues(value, withoutTexts) : withoutTexts(value);
}

function mapValues(map: object, change: (value: unknown) => unknown): object {
  return Object.fromEntries(Object.entries(map).map(([name, value]) => [name, change(value)]));
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function differences(before: unknown, after: unknown, pointer: string): string[] {
  const areObjects = isObject(before) && isObject(after);
  const areArrays = Array.isArray(before) && Array.isArray(after);
  if (!areObjects && !areArrays) return before === after ? [] : [`${pointer} differs`];
  const [old, current] = [new Map(Object.entries(before)), new Map(Object.entries(after))];
  return [...new Set([...old.keys(), ...current.keys()])].flatMap((key) => {
    const inner = `${pointer}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
    if (!current.has(key)) return [`${inner} is only in the old document`];
    if (!old.has(key)) return [`${inner} is only in the new document`];
    return differences(old.get(key), current.get(key), inner);
  });
}

function main([old, current]: string[]): void {
  if (old === undefined || current === undefined) {
    console.error("Usage: npm run openapi:compare -- OLD.json NEW.json");
    process.exitCode = 2;
    return;
  }
  const read = (file: string) => JSON.parse(readFileSync(file, "utf8")) as object;
  const lines = compareDocuments(read(old), read(current));
  console.log(lines.length === 0 ? "The documents are equal, texts aside." : lines.join("\n"));
  process.exitCode = lines.length === 0 ? 0 : 1;
}

if (import.meta.main) main(process.argv.slice(2));
