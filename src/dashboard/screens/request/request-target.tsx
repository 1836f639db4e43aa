import { useState } from "react";
import { Button } from "../../components/button.tsx";
import { targetParts } from "../../inspect/target-parts.ts";
import { visibleText } from "../../inspect/visible-text.ts";
import type { CapturedRequest } from "../../../protocol/captured-request.ts";
import styles from "./request-target.module.css";

/** About ten lines. A target may have many thousands of characters. */
const MAX_SHOWN = 700;
/** The part of the endpoint id that is shown. */
const ID_SHOWN = "/h/01234567".length;

/**
 * Path and query as sent, as plain text. The endpoint's part is the same in each request, so it is
 * shortened if more of the path follows.
 */
export function RequestTarget({ request }: { request: CapturedRequest }) {
  const [isWhole, setWhole] = useState(false);
  const { own, rest, query } = targetParts(request);
  const left = Math.max(MAX_SHOWN - rest.length, 0);
  const cut = (text: string, max: number) =>
    visibleText(isWhole || text.length <= max ? text : `${text.slice(0, max)}…`);
  return (
    <code className={styles.target}>
      {own !== "" && (
        <span className={styles.quiet} title={own}>
          {rest === "" ? own : `${own.slice(0, ID_SHOWN)}…`}
        </span>
      )}
      <span className={styles.rest}>{cut(rest, MAX_SHOWN)}</span>
      {query !== "" && (isWhole || left > 0) && (
        <span className={styles.quiet}>{cut(query, left)}</span>
      )}
      {!isWhole && rest.length + query.length > MAX_SHOWN && (
        <Button size="small" tone="quiet" onClick={() => setWhole(true)}>
          Show all
        </Button>
      )}
    </code>
  );
}
