import { useEffect, useMemo, useState } from "react";
import { Notice } from "../../../components/notice.tsx";
import type { Language } from "../../../inspect/declared-kind.ts";
import { highlight } from "../../../inspect/highlight.ts";
import { numberText, sizeText } from "../../../inspect/size.ts";
import { textRows, type TextRow } from "../../../inspect/text-rows.ts";
import { piecesBetween, type Run } from "../../../inspect/text-runs.ts";
import { visibleText } from "../../../inspect/visible-text.ts";
import { VirtualRows } from "./virtual-rows.tsx";
import styles from "./text-view.module.css";
import tones from "./tones.module.css";

/** Up to this size all rows are rendered: lines wrap, and find and select work in the browser. */
const MAX_ROWS_AT_ONCE = 1_000;
const MAX_CHARACTERS_AT_ONCE = 128 * 1024;

export interface TextViewProps {
  /** For screen readers: "Raw body". */
  label: string;
  text: string;
  language: Language;
}

/** Text with line numbers. Syntax highlighting is added when it is ready. */
export function TextView({ label, text, language }: TextViewProps) {
  const { rows, truncatedAt } = useMemo(() => textRows(text), [text]);
  const runs = useRuns(text, language);
  const digits = numberWidth(rows);
  const renderRow = (row: TextRow | undefined) =>
    row && <Line text={text} runs={runs} row={row} digits={digits} />;
  const isShort = rows.length <= MAX_ROWS_AT_ONCE && text.length <= MAX_CHARACTERS_AT_ONCE;
  return (
    <div className={styles.text}>
      {isShort ? (
        <pre className={styles.all} tabIndex={0} role="region" aria-label={label}>
          {rows.map((row) => (
            <div key={row.start} className={styles.wrapped}>
              {renderRow(row)}
            </div>
          ))}
        </pre>
      ) : (
        <VirtualRows label={label} count={rows.length} renderRow={(at) => renderRow(rows[at])} />
      )}
      {truncatedAt !== null && (
        <Notice tone="info">
          Showing the first {numberText(rows.length)} rows ({sizeText(truncatedAt)}). Download the
          body to see the rest.
        </Notice>
      )}
    </div>
  );
}

interface LineProps {
  text: string;
  runs: readonly Run[];
  row: TextRow;
  digits: number;
}

function Line({ text, runs, row, digits }: LineProps) {
  return (
    <>
      <span className={styles.number} aria-hidden="true">
        {String(row.line ?? "").padStart(digits)}
      </span>
      <code className={styles.line}>
        {piecesBetween(text, runs, row.start, row.end).map((piece, at) => (
          <span key={at} className={piece.tone ? tones[piece.tone] : undefined}>
            {visibleText(piece.text)}
          </span>
        ))}
        {"\n"}
      </code>
    </>
  );
}

function numberWidth(rows: readonly TextRow[]): number {
  const last = rows.findLast(({ line }) => line !== null)?.line ?? 1;
  return Math.max(2, String(last).length);
}

const NO_RUNS: readonly Run[] = [];

/** Highlighting for this text only: runs of the previous text would be at the wrong offsets. */
function useRuns(text: string, language: Language): readonly Run[] {
  const [known, setKnown] = useState<{ text: string; runs: readonly Run[] } | null>(null);
  useEffect(() => {
    let isCurrent = true;
    highlight(text, language).then(
      (runs) => isCurrent && setKnown({ text, runs }),
      // If the library fails to load, the text stays plain.
      () => {},
    );
    return () => {
      isCurrent = false;
    };
  }, [text, language]);
  return known?.text === text ? known.runs : NO_RUNS;
}
