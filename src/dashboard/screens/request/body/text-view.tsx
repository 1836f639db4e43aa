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

/** Up to here all rows are made, so that lines wrap and the browser finds and selects in them. */
const MAX_ROWS_AT_ONCE = 1_000;
const MAX_CHARACTERS_AT_ONCE = 128 * 1024;

export interface TextViewProps {
  /** What it is, for screen readers: "Body". */
  label: string;
  text: string;
  language: Language;
}

/** A text with its line numbers, in colours as soon as these are there. */
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
          These are the first {numberText(rows.length)} rows, {sizeText(truncatedAt)}. Download the
          body for all of it.
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

/** The colours of this very text: those of another one would stand in the wrong places. */
function useRuns(text: string, language: Language): readonly Run[] {
  const [known, setKnown] = useState<{ text: string; runs: readonly Run[] } | null>(null);
  useEffect(() => {
    let isCurrent = true;
    highlight(text, language).then(
      (runs) => isCurrent && setKnown({ text, runs }),
      // Without the library, a text is a text.
      () => {},
    );
    return () => {
      isCurrent = false;
    };
  }, [text, language]);
  return known?.text === text ? known.runs : NO_RUNS;
}
