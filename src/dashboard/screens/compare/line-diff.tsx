import { useMemo, useRef, useState, useEffect, type RefObject } from "react";
import { Button } from "../../components/button.tsx";
import type { DiffLine } from "../../inspect/compare-bodies.ts";
import { foldRows, pairLines, type DiffFold, type DiffRow } from "../../inspect/diff-rows.ts";
import { countText } from "../../inspect/size.ts";
import { DiffRowView } from "./diff-row-view.tsx";
import styles from "./line-diff.module.css";

export interface LineDiffProps {
  lines: readonly DiffLine[];
  showUnchanged: boolean;
}

/** How many rows are rendered at first, and added by each "Show more". */
const ROWS_AT_ONCE = 1_000;

/** A split view if the frame is wide enough, otherwise a unified one. */
export function LineDiff({ lines, showUnchanged }: LineDiffProps) {
  const frame = useRef<HTMLDivElement>(null);
  const isWide = useIsWide(frame);
  const [max, setMax] = useState(ROWS_AT_ONCE);
  const [unfolded, setUnfolded] = useState<ReadonlySet<DiffFold>>(new Set());
  const folded = useMemo(() => {
    const rows = pairLines(lines);
    return showUnchanged ? rows : foldRows(rows);
  }, [lines, showUnchanged]);
  const shown = folded.flatMap((row): readonly (DiffRow | DiffFold)[] =>
    row.kind === "fold" && unfolded.has(row) ? row.rows : [row],
  );
  return (
    <div ref={frame} className={styles.frame}>
      <table className={isWide ? styles.split : styles.unified}>
        <caption className="visually-hidden">
          Body lines, {isWide ? "before and after side by side" : "before and after"}
        </caption>
        <tbody>
          {shown.slice(0, max).map((row, at) =>
            row.kind === "fold" ? (
              <tr key={`fold-${at}`}>
                <td className={styles.fold} colSpan={isWide ? 6 : 4}>
                  <Button
                    size="small"
                    tone="quiet"
                    onClick={() => setUnfolded(new Set([...unfolded, row]))}
                  >
                    {countText(row.rows.length, "unchanged line")}
                  </Button>
                </td>
              </tr>
            ) : (
              <DiffRowView key={at} row={row} isWide={isWide} />
            ),
          )}
        </tbody>
      </table>
      {shown.length > max && (
        <div className={styles.more}>
          <Button size="small" onClick={() => setMax(max + ROWS_AT_ONCE)}>
            Show more ({countText(shown.length - max, "row")} left)
          </Button>
        </div>
      )}
    </div>
  );
}

/** The least width for two columns of code. */
const WIDE_PX = 820;

/** Whether an element is wide enough for two columns. */
function useIsWide(element: RefObject<HTMLElement | null>): boolean {
  const [isWide, setWide] = useState(() => globalThis.innerWidth >= WIDE_PX);
  useEffect(() => {
    if (!element.current) return;
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setWide(entry.contentRect.width >= WIDE_PX);
    });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);
  return isWide;
}
