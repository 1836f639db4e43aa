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

/** A row that arrived within this time is highlighted when it is first rendered. */
const FRESH_MS = 1_500;

/** One request in the list. Memoized: the parent moves it without rendering it again. */
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

/** More than fits in any list; the rest need not be laid out. */
const MAX_CHARACTERS = 240;

/** Path and query without `/h/<endpoint id>`, which all rows share. */
function pathText({ path, rawQuery }: FeedRow): string {
  const below = path.replace(/^\/h\/[^/]*/, "");
  return visibleText(
    `${below || "/"}${rawQuery === "" ? "" : `?${rawQuery}`}`.slice(0, MAX_CHARACTERS),
  );
}

/** The declared content type in a word: json, form, png. */
function kindText({ contentType, size }: FeedRow): string {
  if (size === 0) return "no body";
  const { essence } = parseMediaType(contentType);
  if (essence === "") return "";
  const word = declaredKind(essence) ?? essence.replace(/^[^/]*\/(?:x-|vnd\.)?/, "");
  return word === "plain" ? "text" : word;
}

/** The start of the body, on one line. */
function previewText({ preview }: FeedRow): string {
  return visibleText(preview.replaceAll(/\s+/g, " ").trim());
}
