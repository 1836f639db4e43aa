import type { EndpointActivity } from "../../../client/index.ts";
import { countText } from "../../inspect/size.ts";

/** In pixels: bars of 4 with a gap of 1. */
const BAR = 4;
const PITCH = BAR + 1;

export const SPARK_WIDTH = 24 * PITCH - 1;
export const SPARK_HEIGHT = 32;

/** In pixels. Keeps one request visible beside a very busy hour. */
const LEAST_HEIGHT = 3;

/** An SVG path with one bar for each count; the highest bar has the full height. */
export function sparkPath(counts: readonly number[]): string {
  const most = Math.max(1, ...counts);
  return counts
    .map((count, at) => {
      if (count === 0) return "";
      const height = Math.max(LEAST_HEIGHT, Math.round((count / most) * SPARK_HEIGHT));
      return `M${at * PITCH} ${SPARK_HEIGHT}v-${height}h${BAR}v${height}z`;
    })
    .join("");
}

const HOUR = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });

/** The chart in words, in the reader's time zone: "37 requests in the last 24 hours, most at 14:00". */
export function activitySummary({ buckets, total }: EndpointActivity): string {
  if (total === 0) return "No requests in the last 24 hours";
  const most = Math.max(...buckets.map(({ count }) => count));
  // If hours are equal, name the latest.
  const busiest = buckets.findLast(({ count }) => count === most);
  const at = busiest ? `, most at ${HOUR.format(Date.parse(busiest.from))}` : "";
  return `${countText(total, "request")} in the last 24 hours${at}`;
}
