import { Button } from "../../components/button.tsx";
import type { FeedSnapshot } from "../../feed/feed.ts";
import { isFiltering } from "../../feed/filter.ts";
import { numberText } from "../../inspect/size.ts";
import { errorMessage } from "../../api/errors.ts";
import styles from "./request-list.module.css";

export interface ListEndProps {
  snapshot: FeedSnapshot;
  /** Where the rows end. */
  topPx: number;
  onRetry(): void;
}

/** What stands below the last row. It is moved as rows are, which shifts no layout. */
export function ListEnd({ snapshot, topPx, onRetry }: ListEndProps) {
  const { olderProblem } = snapshot;
  return (
    <div className={styles.end} style={{ translate: `0 ${topPx}px` }}>
      {olderProblem === null ? (
        sentenceFor(snapshot)
      ) : (
        <>
          {errorMessage(olderProblem)}
          <Button size="small" onClick={onRetry}>
            Try again
          </Button>
        </>
      )}
    </div>
  );
}

function sentenceFor({ rows, hasOlder, isFull, filter }: FeedSnapshot): string {
  if (isFull && hasOlder) {
    return `The newest ${numberText(rows.length)} are listed. Filter by time or text to reach older ones.`;
  }
  if (hasOlder) return "Loading older requests…";
  return isFiltering(filter) ? "No older request matches." : "That is all there is.";
}
