import { IconButton } from "../../components/button.tsx";
import { KeyHint } from "../../components/key-hint.tsx";
import { Time } from "../../components/time.tsx";
import { numberText } from "../../inspect/size.ts";
import { useRequest } from "../../api/request-queries.ts";
import styles from "./pane-bar.module.css";

export interface PaneBarProps {
  requestId: string;
  /** Back to the list alone. */
  onClose?: (() => void) | undefined;
  /** Opens the row above, which is newer. Left out at the top. */
  onPrevious?: (() => void) | undefined;
  /** Opens the row below, which is older. Left out at the end. */
  onNext?: (() => void) | undefined;
}

/** The request's number and time, and buttons for the next, the previous and closing. */
export function PaneBar({ requestId, onPrevious, onNext, onClose }: PaneBarProps) {
  const { data: request } = useRequest(requestId);
  const hasNeighbours = onPrevious !== undefined || onNext !== undefined;
  return (
    <div className={styles.bar}>
      {request && (
        <p className={styles.which}>
          <span className={styles.seq}>#{numberText(request.seq)}</span>
          <span className={styles.when}>
            <Time at={request.createdAt} />
          </span>
        </p>
      )}
      <div className={styles.ways}>
        {hasNeighbours && (
          <>
            <KeyHint keys={["K", "J"]} />
            <span className={styles.up}>
              <IconButton
                icon="chevron"
                size="small"
                label="Newer request"
                disabled={onPrevious === undefined}
                onClick={onPrevious}
              />
            </span>
            <IconButton
              icon="chevron"
              size="small"
              label="Older request"
              disabled={onNext === undefined}
              onClick={onNext}
            />
          </>
        )}
        {onClose && (
          <IconButton icon="close" size="small" label="Close request" onClick={onClose} />
        )}
      </div>
    </div>
  );
}
