import { countText, numberText } from "../../inspect/size.ts";
import type { FeedSnapshot } from "../../feed/feed.ts";
import { isFiltering } from "../../feed/filter.ts";
import styles from "./live-screen.module.css";

/** How many are stored that the filter lets through. It grows to the right, where nothing stands. */
export function Total({ snapshot }: { snapshot: FeedSnapshot }) {
  return <span className={styles.total}>{totalText(snapshot)}</span>;
}

function totalText({ total, filter }: FeedSnapshot): string {
  if (total === null) return "";
  if (!isFiltering(filter)) return countText(total, "request");
  return total === 1 ? "1 match" : `${numberText(total)} matches`;
}
