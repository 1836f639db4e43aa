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

/** The differences between the bodies. Text is compared line by line; JSON is formatted first. */
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
              Compare bodies
            </Button>
          }
        >
          The bodies are {sizeText(before.size)} and {sizeText(after.size)}, so they aren't loaded
          automatically.
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
          These bodies are binary and can't be compared line by line. Before:{" "}
          {sizeText(changes.before)}. After: {sizeText(changes.after)}. They first differ at byte
          offset {numberText(changes.firstDifference)} (0x{changes.firstDifference.toString(16)}).
        </Notice>
      );
  }
}

function summary(changes: BodyChanges, size: number): string {
  switch (changes.kind) {
    case "same":
      return size === 0 ? "both empty" : `identical, ${countText(size, "byte")}`;
    case "bytes":
      return "different";
    case "lines": {
      const count = (change: "added" | "removed") =>
        changes.lines.filter((line) => line.change === change).length;
      const [added, removed] = [count("added"), count("removed")];
      // JSON is formatted before it is compared, so only its layout can differ here.
      if (added + removed === 0) return "differs only in whitespace";
      return `${countText(removed, "line")} removed, ${countText(added, "line")} added`;
    }
  }
}
