import { useMemo } from "react";
import { CopyButton } from "../../components/copy-button.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { parseQuery } from "../../inspect/query.ts";
import { countText } from "../../inspect/size.ts";
import type { CapturedRequest } from "../../../protocol/captured-request.ts";
import { PairFacts } from "./pair-facts.tsx";
import styles from "./view.module.css";

/** The query of a captured request: all pairs in order, including repeated names. */
export function QueryView({ request: { rawQuery } }: { request: CapturedRequest }) {
  const { pairs, total } = useMemo(() => parseQuery(rawQuery), [rawQuery]);
  if (total === 0) return <EmptyState icon="search" title="No query parameters" />;
  return (
    <section className={styles.view} aria-label="Query">
      <div className={styles.bar}>
        <span className={styles.about}>{countText(total, "parameter")}</span>
        <CopyButton text={rawQuery} what="query" label="Copy as sent" />
      </div>
      <PairFacts caption="Query" pairs={pairs} total={total} />
    </section>
  );
}
