import { Button } from "../../components/button.tsx";
import type { FeedSnapshot } from "../../live/feed.ts";
import { isFiltering } from "../../live/filter.ts";
import { numberText } from "../../inspect/size.ts";
import { sentenceOf } from "../../server/errors.ts";
import styles from "./request-list.module.css";

/** What stands below the last row. Its height is always the same: nothing jumps as pages come. */
export function ListEnd({ snapshot, onRetry }: { snapshot: FeedSnapshot; onRetry(): void }) {
  const { olderProblem } = snapshot;
  return (
    <div className={styles.end}>
      {olderProblem === null ? (
        sentenceFor(snapshot)
      ) : (
        <>
          {sentenceOf(olderProblem)}
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
