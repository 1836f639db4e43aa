import { Button } from "../../components/button.tsx";
import type { FeedSnapshot } from "../../feed/feed.ts";
import { isFiltering } from "../../feed/filter.ts";
import { numberText } from "../../inspect/size.ts";
import { errorMessage } from "../../api/errors.ts";
import { SearchOn } from "./search-on.tsx";
import styles from "./request-list.module.css";

export interface ListEndProps {
  snapshot: FeedSnapshot;
  /** The height of all rows. */
  topPx: number;
  /** Loads the next page, after an error or when the user lets a search read more. */
  onLoad(): void;
}

/** The line below the last row. Positioned by a transform like the rows, so it never shifts the layout. */
export function ListEnd({ snapshot, topPx, onLoad }: ListEndProps) {
  const { olderProblem, search, isFull } = snapshot;
  const hasStopped = search !== null && !search.isPageFull && !isFull;
  return (
    <div className={styles.end} style={{ translate: `0 ${topPx}px` }}>
      {hasStopped ? (
        <SearchOn snapshot={snapshot} onSearchOn={onLoad} />
      ) : olderProblem === null ? (
        sentenceFor(snapshot)
      ) : (
        <>
          {errorMessage(olderProblem)}
          <Button size="small" onClick={onLoad}>
            Try again
          </Button>
        </>
      )}
    </div>
  );
}

function sentenceFor({ rows, hasOlder, isFull, filter }: FeedSnapshot): string {
  if (isFull && hasOlder) {
    return `Showing the newest ${numberText(rows.length)} requests. Filter by time or text to find older ones.`;
  }
  if (hasOlder) return "Loading older requests…";
  return isFiltering(filter) ? "No more matching requests" : "No more requests";
}
