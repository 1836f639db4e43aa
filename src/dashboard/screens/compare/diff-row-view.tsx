import type { DiffLine } from "../../inspect/compare-bodies.ts";
import { changedPart, isSameRow, type ChangedPart, type DiffRow } from "../../inspect/diff-rows.ts";
import { visibleText } from "../../inspect/visible-text.ts";
import styles from "./line-diff.module.css";

/** One row of the diff: a `<tr>` with both sides if `isWide`, otherwise one `<tr>` per line. */
export function DiffRowView({ row, isWide }: { row: DiffRow; isWide: boolean }) {
  const { before, after } = row;
  const part = before && after && !isSameRow(row) ? changedPart(before.text, after.text) : null;
  if (isWide) {
    return (
      <tr>
        <Side line={before} number={before?.before ?? null} part={part} side="before" />
        <Side line={after} number={after?.after ?? null} part={part} side="after" />
      </tr>
    );
  }
  if (isSameRow(row)) return <Unified line={before} part={null} side="after" />;
  return (
    <>
      {before && <Unified line={before} part={part} side="before" />}
      {after && <Unified line={after} part={part} side="after" />}
    </>
  );
}

type SideName = "before" | "after";

interface LineProps {
  line: DiffLine | null;
  part: ChangedPart | null;
  side: SideName;
}

function Side({ line, number, part, side }: LineProps & { number: number | null }) {
  const tone = line ? styles[line.change] : styles.nothing;
  return (
    <>
      <td className={tone} data-cell="number">
        {number}
      </td>
      <Sign line={line} />
      <td className={tone} data-cell="text">
        {line && <Text line={line} part={part} side={side} />}
      </td>
    </>
  );
}

function Unified({ line, part, side }: LineProps) {
  if (!line) return null;
  const tone = styles[line.change];
  return (
    <tr>
      <td className={tone} data-cell="number">
        {line.before}
      </td>
      <td className={tone} data-cell="number">
        {line.after}
      </td>
      <Sign line={line} />
      <td className={tone} data-cell="text">
        <Text line={line} part={part} side={side} />
      </td>
    </tr>
  );
}

const SIGNS = { same: "", added: "+", removed: "−" };

/** Screen readers skip a bare "+" or "−", so the change is also given as a word. */
function Sign({ line }: { line: DiffLine | null }) {
  const change = line?.change ?? "same";
  return (
    <td className={line ? styles[change] : styles.nothing} data-cell="sign">
      {change !== "same" && (
        <>
          <span aria-hidden="true">{SIGNS[change]}</span>
          <span className="visually-hidden">{change}</span>
        </>
      )}
    </td>
  );
}

/** Keeps lines of several megabytes out of the DOM. */
const MAX_SHOWN = 5_000;

function Text({ line, part, side }: { line: DiffLine; part: ChangedPart | null; side: SideName }) {
  const { text } = line;
  const shown = (from: number, to: number) =>
    visibleText(text.slice(from, Math.min(to, MAX_SHOWN)));
  const rest = text.length > MAX_SHOWN ? "…" : "";
  if (!part || line.change === "same") return <code>{shown(0, text.length) + rest}</code>;
  const end = side === "before" ? part.beforeEnd : part.afterEnd;
  return (
    <code>
      {shown(0, part.start)}
      {end > part.start && <mark>{shown(part.start, end)}</mark>}
      {shown(end, text.length) + rest}
    </code>
  );
}
