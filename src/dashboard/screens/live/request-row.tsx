import { memo, useState } from "react";
import { MethodBadge } from "../../components/badge.tsx";
import { classes } from "../../components/classes.ts";
import { Time } from "../../components/time.tsx";
import { sizeText } from "../../inspect/size.ts";
import type { FeedRow } from "../../feed/row.ts";
import { declaredKind } from "../../inspect/declared-kind.ts";
import { parseMediaType } from "../../inspect/media-type.ts";
import { visibleText } from "../../inspect/visible-text.ts";
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

/** Longer than any list is wide: what is not seen need not be laid out. */
const MAX_CHARACTERS = 240;

/** Path and query as the endpoint's owner thinks of them: without the address that all share. */
function pathText({ path, rawQuery }: FeedRow): string {
  const below = path.replace(/^\/h\/[^/]*/, "");
  return visibleText(
    `${below || "/"}${rawQuery === "" ? "" : `?${rawQuery}`}`.slice(0, MAX_CHARACTERS),
  );
}

/** What its sender says that the body is, in a word: json, form, png. */
function kindText({ contentType, size }: FeedRow): string {
  if (size === 0) return "no body";
  const { essence } = parseMediaType(contentType);
  if (essence === "") return "";
  const word = declaredKind(essence) ?? essence.replace(/^[^/]*\/(?:x-|vnd\.)?/, "");
  return word === "plain" ? "text" : word;
}

/** The beginning of the body in one line. */
function previewText({ preview }: FeedRow): string {
  return visibleText(preview.replaceAll(/\s+/g, " ").trim());
}
