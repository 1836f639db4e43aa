import { usageFailure } from "./failure.ts";

/** Parses a word from a fixed list. The error for any other word suggests the nearest one. */
export function parseChoice<Name extends string>(noun: string, names: readonly Name[]) {
  return (text: string): Name => {
    const found = names.find((name) => name === text);
    if (found !== undefined) return found;
    const near = nearest(text, names);
    const question = near === undefined ? "" : `\n(Did you mean ${near}?)`;
    throw usageFailure(`Unknown ${noun} '${text}'${question}`, `One of: ${names.join(", ")}`);
  };
}

function nearest<Name extends string>(text: string, names: readonly Name[]): Name | undefined {
  const typed = text.toLowerCase();
  const completed = names.find((name) => typed !== "" && name.startsWith(typed));
  if (completed !== undefined) return completed;
  const [first] = names
    .map((name) => ({ name, edits: countEdits(typed, name) }))
    // If half of the letters differ, it is another word and not a typo.
    .filter(({ name, edits }) => edits * 2 < Math.max(typed.length, name.length))
    .toSorted((a, b) => a.edits - b.edits);
  return first?.name;
}

/** The Levenshtein distance: how many letters to insert, remove or change. */
function countEdits(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, at) => at);
  for (const [line, letter] of [...from].entries()) {
    const next = [line + 1];
    for (let at = 0; at < to.length; at++) {
      const [above = 0, aboveNext = 0] = row.slice(at, at + 2);
      const changed = above + Number(letter !== to[at]);
      next.push(Math.min(changed, aboveNext + 1, (next[at] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
