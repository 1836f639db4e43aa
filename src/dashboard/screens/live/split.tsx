import { useRef, useState, type KeyboardEvent, type PointerEvent, type ReactNode } from "react";
import styles from "./split.module.css";

/** Percent of the width that the list has. */
const [MIN_SHARE, USUAL_SHARE, MAX_SHARE] = [28, 44, 68];
const STEP = 2;
const SHARE_KEY = "hooknexus.list-share";

/** Two columns, and between them what moves the border: by pointer, or by arrow keys. */
export function Split({ list, pane }: { list: ReactNode; pane: ReactNode }) {
  const frame = useRef<HTMLDivElement>(null);
  const [share, setShare] = useState(storedShare);
  const change = (wanted: number) => {
    const next = Math.round(Math.max(MIN_SHARE, Math.min(MAX_SHARE, wanted)));
    setShare(next);
    localStorage.setItem(SHARE_KEY, String(next));
  };
  const drag = (event: PointerEvent<HTMLDivElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId) || !frame.current) return;
    const { left, width } = frame.current.getBoundingClientRect();
    change(((event.clientX - left) / width) * 100);
  };
  const press = (event: KeyboardEvent) => {
    const wanted = {
      ArrowLeft: share - STEP,
      ArrowRight: share + STEP,
      Home: MIN_SHARE,
      End: MAX_SHARE,
    }[event.key];
    if (wanted === undefined) return;
    event.preventDefault();
    change(wanted);
  };
  return (
    <div
      ref={frame}
      className={styles.split}
      style={{ gridTemplateColumns: `${share}% 1px minmax(0, 1fr)` }}
    >
      {list}
      <div
        className={styles.border}
        role="separator"
        tabIndex={0}
        aria-label="Width of the list"
        aria-orientation="vertical"
        aria-valuenow={share}
        aria-valuemin={MIN_SHARE}
        aria-valuemax={MAX_SHARE}
        title="Drag, or press ← and →"
        onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={drag}
        onDoubleClick={() => change(USUAL_SHARE)}
        onKeyDown={press}
      />
      {pane}
    </div>
  );
}

function storedShare(): number {
  const share = Number(localStorage.getItem(SHARE_KEY));
  return share >= MIN_SHARE && share <= MAX_SHARE ? share : USUAL_SHARE;
}
