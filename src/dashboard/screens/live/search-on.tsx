import { Button } from "../../components/button.tsx";
import type { FeedSnapshot } from "../../feed/feed.ts";
import { sizeText } from "../../inspect/size.ts";
import { errorMessage } from "../../api/errors.ts";

/** How far a search has read, and a button to let it read more. */
export function SearchOn(props: { snapshot: FeedSnapshot; onSearchOn(): void }) {
  const { search, isLoadingOlder, olderProblem } = props.snapshot;
  if (search === null) return null;
  const { readBytes, storedBytes } = search;
  return (
    <>
      {olderProblem === null
        ? `Searched ${sizeText(readBytes)} of ${sizeText(storedBytes)}.`
        : errorMessage(olderProblem)}{" "}
      <Button size="small" isBusy={isLoadingOlder} onClick={props.onSearchOn}>
        Continue searching
      </Button>
    </>
  );
}
