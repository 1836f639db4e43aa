import type { BodyKind } from "../../../inspect/body-kind.ts";

export type BodyViewName = "tree" | "pretty" | "table" | "image" | "raw" | "hex";

const VIEWS: Record<BodyKind["kind"], readonly BodyViewName[]> = {
  omitted: [],
  empty: [],
  json: ["tree", "pretty", "raw", "hex"],
  ndjson: ["tree", "pretty", "raw", "hex"],
  xml: ["tree", "raw", "hex"],
  form: ["table", "raw", "hex"],
  multipart: ["table", "raw", "hex"],
  image: ["image", "hex"],
  text: ["raw", "hex"],
  binary: ["hex"],
};

export const VIEW_LABELS: Record<BodyViewName, string> = {
  tree: "Tree",
  pretty: "Pretty",
  table: "Table",
  image: "Preview",
  raw: "Raw",
  hex: "Hex",
};

/** The views for a body, the best one first. */
export function viewsOf(kind: BodyKind["kind"], isText: boolean): BodyViewName[] {
  return VIEWS[kind].filter((view) => isText || view !== "raw");
}

const KIND_LABELS: Record<BodyKind["kind"], string> = {
  omitted: "",
  empty: "Empty",
  json: "JSON",
  ndjson: "JSON Lines",
  xml: "XML",
  form: "Form",
  multipart: "Multipart",
  image: "Image",
  text: "Text",
  binary: "Binary",
};

const LANGUAGE_LABELS = {
  html: "HTML",
  css: "CSS",
  javascript: "JavaScript",
  yaml: "YAML",
  graphql: "GraphQL",
  markdown: "Markdown",
  json: "JSON",
  xml: "XML",
  plain: "Text",
};

/** The kind of a body: "JSON", "PNG image", "YAML". */
export function kindLabel(body: BodyKind): string {
  if (body.kind === "text") return LANGUAGE_LABELS[body.language];
  if (body.kind === "image") return `${body.type.slice("image/".length).toUpperCase()} image`;
  return KIND_LABELS[body.kind];
}
