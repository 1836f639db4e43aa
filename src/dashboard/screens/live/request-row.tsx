import { memo, useState } from "react";
import { MethodBadge } from "../../components/badge.tsx";
import { classes } from "../../components/classes.ts";
import { Time } from "../../components/time.tsx";
import { sizeText } from "../../inspect/size.ts";
import type { FeedRow } from "../../feed/row.ts";
import { kindText, pathText, previewText } from "./row-text.ts";
import styles from "./request-row.module.css";

/** What has come within this time is marked as new when it is drawn. */
const FRESH_MS = 1_500;

/** One request in the list. Drawn once: where it stands is its frame's to say. */
export const RequestRow = memo(function RequestRow({ row }: { row: FeedRow }) {
  const { method, size, createdAt, shownAt } = row;
  const [isFresh] = useState(() => shownAt !== null && Date.now() - shownAt < FRESH_MS);
  const kind = kindText(row);
  return (
    <div className={classes(styles.row, isFresh && styles.fresh)}>
      <span className={styles.method}>
        <MethodBadge method={method} />
      </span>
      <span className={styles.path}>{pathText(row)}</span>
      <span className={styles.content}>
        {kind !== "" && <span className={styles.kind}>{kind}</span>}
        <span className={styles.preview}>{previewText(row)}</span>
      </span>
      <span className={styles.size}>{size === 0 ? "" : sizeText(size)}</span>
      <span className={styles.time}>
        <Time at={createdAt} />
      </span>
    </div>
  );
});
