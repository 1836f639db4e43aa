import { classes } from "../../../components/classes.ts";
import type { JsonMatch } from "../../../inspect/json-search.ts";
import { displayKey, displayValue } from "../../../inspect/json-shown.ts";
import type { JsonNode, JsonTree } from "../../../inspect/json-tree.ts";
import { countText } from "../../../inspect/size.ts";
import tones from "./tones.module.css";

export interface JsonRowProps {
  tree: JsonTree;
  id: number;
  matches: readonly JsonMatch[];
  current: JsonMatch | undefined;
}

/** One node of the tree: its key or index, and its value. */
export function JsonRow({ tree, id, matches, current }: JsonRowProps) {
  const node = tree.nodes[id];
  if (!node) return null;
  const own = matches.filter((match) => match.id === id);
  const found = (part: JsonMatch["part"]) => own.filter((match) => match.part === part);
  const key = displayKey(tree, node);
  return (
    <>
      {key !== null && (
        <>
          <Marked text={key} tone="name" found={found("key")} current={current} />
          <span className={tones.quiet}>: </span>
        </>
      )}
      {key === null && node.parent !== -1 && <span className={tones.quiet}>{node.index}: </span>}
      {isContainer(node) ? (
        <span className={tones.quiet}>{summary(node)}</span>
      ) : (
        <Marked
          text={displayValue(tree, node)}
          tone={TONES[node.kind] ?? "quiet"}
          found={found("value")}
          current={current}
        />
      )}
    </>
  );
}

const TONES: Partial<Record<JsonNode["kind"], "string" | "number" | "keyword">> = {
  string: "string",
  number: "number",
  literal: "keyword",
};

function isContainer({ kind }: JsonNode): boolean {
  return kind === "object" || kind === "array";
}

function summary({ kind, count }: JsonNode): string {
  if (kind === "object") return count === 0 ? "{}" : `{ ${countText(count, "key")} }`;
  return count === 0 ? "[]" : `[ ${countText(count, "item")} ]`;
}

interface MarkedProps {
  text: string;
  tone: "name" | "string" | "number" | "keyword" | "quiet";
  found: readonly JsonMatch[];
  current: JsonMatch | undefined;
}

/** A text with its search matches highlighted. */
function Marked({ text, tone, found, current }: MarkedProps) {
  return (
    <span className={tones[tone]}>
      {found.map((match, at) => (
        <span key={match.start}>
          {text.slice(found[at - 1]?.end ?? 0, match.start)}
          <mark className={classes(tones.found, match === current && tones.current)}>
            {text.slice(match.start, match.end)}
          </mark>
        </span>
      ))}
      {text.slice(found.at(-1)?.end ?? 0)}
    </span>
  );
}
