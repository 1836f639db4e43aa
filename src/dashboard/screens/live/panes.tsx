import { useRef, useState, type KeyboardEvent, type PointerEvent, type ReactNode } from "react";
import { IconButton } from "../../components/button.tsx";
import styles from "./panes.module.css";

/** The width of the list beside a pane, in percent. */
const [MIN_SHARE, USUAL_SHARE, MAX_SHARE] = [28, 44, 68];
const STEP = 2;
const SHARE_KEY = "hooknexus.list-share";

export interface PanesProps {
  list: ReactNode;
  /** null: the list has the full width. */
  pane: ReactNode;
  /** True: side by side. False: the pane covers the list, which keeps its scroll position. */
  isBeside: boolean;
  /** Closes a pane that covers the list. */
  onBack(): void;
}

/** The list and the open request. The list stays mounted in both layouts. */
export function Panes({ list, pane, isBeside, onBack }: PanesProps) {
  const frame = useRef<HTMLDivElement>(null);
  const [share, setShare] = useState(storedShare);
  const change = (wanted: number) => {
    const next = Math.round(Math.max(MIN_SHARE, Math.min(MAX_SHARE, wanted)));
    setShare(next);
    localStorage.setItem(SHARE_KEY, String(next));
  };
  const hasPane = pane !== null;
  const columns = hasPane && isBeside ? `${share}% 1px minmax(0, 1fr)` : "minmax(0, 1fr)";
  return (
    <div ref={frame} className={styles.panes} style={{ gridTemplateColumns: columns }}>
      <div className={styles.list} data-covered={(hasPane && !isBeside) || undefined}>
        {list}
      </div>
      {hasPane && isBeside && <Divider share={share} frame={frame} onChange={change} />}
      {hasPane && (
        <div className={isBeside ? styles.beside : styles.over}>
          {!isBeside && (
            <div className={styles.back}>
              <IconButton icon="back" label="Back to the list" onClick={onBack} />
              <span>All requests</span>
            </div>
          )}
          <div className={styles.pane}>{pane}</div>
        </div>
      )}
    </div>
  );
}

/** Resizes the list, by pointer or by arrow keys. */
function Divider(props: {
  share: number;
  frame: { current: HTMLDivElement | null };
  onChange(share: number): void;
}) {
  const { share, frame, onChange } = props;
  const drag = (event: PointerEvent<HTMLDivElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId) || !frame.current) return;
    const { left, width } = frame.current.getBoundingClientRect();
    onChange(((event.clientX - left) / width) * 100);
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
    onChange(wanted);
  };
  return (
    <div
      className={styles.border}
      role="separator"
      tabIndex={0}
      aria-label="List width"
      aria-orientation="vertical"
      aria-valuenow={share}
      aria-valuemin={MIN_SHARE}
      aria-valuemax={MAX_SHARE}
      title="Drag, or press ← or → to resize"
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={drag}
      onDoubleClick={() => onChange(USUAL_SHARE)}
      onKeyDown={press}
    />
  );
}

function storedShare(): number {
  const share = Number(localStorage.getItem(SHARE_KEY));
  return share >= MIN_SHARE && share <= MAX_SHARE ? share : USUAL_SHARE;
}
