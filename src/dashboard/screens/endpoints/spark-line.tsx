import { useMemo } from "react";
import type { EndpointRow } from "../../../client/index.ts";
import { useActivity } from "../../api/activity-queries.ts";
import { activitySummary } from "./activity-chart.ts";
import { SPARK_HEIGHT, SPARK_WIDTH, sparkPath } from "./activity-chart.ts";
import { useIsInView } from "./use-is-in-view.ts";
import styles from "./spark-line.module.css";

/*
 * Plain SVG: it takes its colour from the theme and is rendered again only if a count changes. A
 * charting library would bring a canvas, which does neither, and more code than this whole list.
 */

/** An endpoint's requests by hour over the last day. Keeps its size while empty. */
export function SparkLine({ endpoint }: { endpoint: EndpointRow }) {
  const [place, isInView] = useIsInView<HTMLDivElement>();
  const { data } = useActivity(endpoint.id, endpoint.request_count, { isEnabled: isInView });
  const summary = data && activitySummary(data);
  const path = useMemo(() => sparkPath(data?.buckets.map(({ count }) => count) ?? []), [data]);
  return (
    <div
      ref={place}
      className={styles.line}
      title={summary}
      {...(summary === undefined
        ? { "aria-hidden": true }
        : { role: "img", "aria-label": summary })}
    >
      <svg width={SPARK_WIDTH} height={SPARK_HEIGHT} className={styles.bars} aria-hidden="true">
        <path d={path} />
      </svg>
    </div>
  );
}
