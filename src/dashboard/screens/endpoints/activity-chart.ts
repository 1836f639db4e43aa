import type { EndpointActivity } from "../../../client/index.ts";
import { numberText } from "../../inspect/size.ts";

/** Whole pixels: bars of 4, one apart. */
const BAR = 4;
const PITCH = BAR + 1;

export const SPARK_WIDTH = 24 * PITCH - 1;
export const SPARK_HEIGHT = 32;

/** What came shows, however few beside the busiest hour. */
const LEAST_HEIGHT = 3;

/** The outline of one bar a count, the highest one as high as there is room. */
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

/** What the bars show, in words: "37 in the last 24 hours, most at 14:00", in the reader's zone. */
export function activitySummary({ buckets, total }: EndpointActivity): string {
  if (total === 0) return "None in the last 24 hours";
  const most = Math.max(...buckets.map(({ count }) => count));
  // Of equal ones the latest: it is what has just happened.
  const busiest = buckets.findLast(({ count }) => count === most);
  const at = busiest ? `, most at ${HOUR.format(Date.parse(busiest.from))}` : "";
  return `${numberText(total)} in the last 24 hours${at}`;
}
