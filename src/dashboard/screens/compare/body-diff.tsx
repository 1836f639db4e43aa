import type { BodyChanges } from "../../inspect/compare-bodies.ts";
import { Button } from "../../components/button.tsx";
import { Notice } from "../../components/notice.tsx";
import { Skeleton } from "../../components/skeleton.tsx";
import { countText, numberText, sizeText } from "../../inspect/size.ts";
import { errorMessage } from "../../api/errors.ts";
import type { RequestPair } from "./sides.tsx";
import { LineDiff } from "./line-diff.tsx";
import { useBodyChanges } from "./use-body-changes.ts";
import styles from "./named-changes.module.css";

/** How the bodies differ: line by line where they are text, JSON over several lines. */
export function BodyDiff({
  before,
  after,
  showUnchanged,
}: RequestPair & { showUnchanged: boolean }) {
  const state = useBodyChanges(before, after);
  return (
    <section className={styles.section} aria-label="Body">
      <h2 className={styles.title}>
        Body
        {state.is === "compared" && (
          <span className={styles.count}>{summary(state.changes, before.size)}</span>
        )}
      </h2>
      {state.is === "loading" && <Skeleton rows={6} />}
      {state.is === "failed" && <Notice tone="bad">{errorMessage(state.error)}</Notice>}
      {state.is === "not-loaded" && (
        <Notice
          tone="info"
          icon="download"
          actions={
            <Button size="small" onClick={state.load}>
              Compare the bodies
            </Button>
          }
        >
          They have {sizeText(before.size)} and {sizeText(after.size)}, too much to come with the
          requests.
        </Notice>
      )}
      {state.is === "compared" && <Changes changes={state.changes} showUnchanged={showUnchanged} />}
    </section>
  );
}

function Changes({ changes, showUnchanged }: { changes: BodyChanges; showUnchanged: boolean }) {
  switch (changes.kind) {
    case "same":
      return null;
    case "lines":
      return <LineDiff lines={changes.lines} showUnchanged={showUnchanged} />;
    case "bytes":
      return (
        <Notice tone="info" icon="compare">
          No text to compare line by line: {sizeText(changes.before)} before,{" "}
          {sizeText(changes.after)} after. The first difference is at byte{" "}
          {numberText(changes.firstDifference)} (0x{changes.firstDifference.toString(16)}), counted
          from 0.
        </Notice>
      );
  }
}

function summary(changes: BodyChanges, size: number): string {
  switch (changes.kind) {
    case "same":
      return size === 0 ? "both are empty" : `the same ${countText(size, "byte")}`;
    case "bytes":
      return "differs";
    case "lines": {
      const count = (change: "added" | "removed") =>
        changes.lines.filter((line) => line.change === change).length;
      const [added, removed] = [count("added"), count("removed")];
      // Only how it was laid out: JSON is compared over several lines.
      if (added + removed === 0) return "the same but for white space";
      return `${countText(removed, "line")} removed, ${countText(added, "line")} added`;
    }
  }
}
