/** The language in which a text is highlighted. `plain` is not highlighted. */
export type Language =
  "html" | "css" | "javascript" | "yaml" | "graphql" | "markdown" | "json" | "xml" | "plain";

/** The format of a text, which decides how it can be laid out. */
export type TextKind = "json" | "ndjson" | "xml" | "form" | Exclude<Language, "json" | "xml">;

const DECLARED: Record<string, TextKind> = {
  "text/json": "json",
  "text/x-json": "json",
  "application/json": "json",
  "application/x-json": "json",
  "application/json5": "json",
  "application/csp-report": "json",
  "application/ndjson": "ndjson",
  "application/x-ndjson": "ndjson",
  "application/jsonl": "ndjson",
  "application/jsonlines": "ndjson",
  "application/x-jsonlines": "ndjson",
  "application/stream+json": "ndjson",
  "application/json-seq": "ndjson",
  "text/xml": "xml",
  "application/xml": "xml",
  "application/xml-dtd": "xml",
  "application/x-www-form-urlencoded": "form",
  "text/html": "html",
  "text/css": "css",
  "text/javascript": "javascript",
  "application/javascript": "javascript",
  "application/ecmascript": "javascript",
  "application/x-javascript": "javascript",
  "text/yaml": "yaml",
  "text/x-yaml": "yaml",
  "text/vnd.yaml": "yaml",
  "application/yaml": "yaml",
  "application/x-yaml": "yaml",
  "application/graphql": "graphql",
  "text/markdown": "markdown",
  "text/x-markdown": "markdown",
};

/** The format that a content type declares; null if it declares none of these. */
export function declaredKind(essence: string): TextKind | null {
  const known = Object.hasOwn(DECLARED, essence) ? DECLARED[essence] : undefined;
  if (known) return known;
  // RFC 6839: a structured syntax suffix names the underlying format.
  if (/\+json(?:-seq)?$/.test(essence)) return essence.endsWith("-seq") ? "ndjson" : "json";
  if (essence.endsWith("+xml")) return "xml";
  if (essence.endsWith("+yaml")) return "yaml";
  return null;
}
