import type { EndpointActivity } from "../../../client/index.ts";
import { numberText } from "../../inspect/size.ts";

const HOUR = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });

/** What the bars show, in words: "37 in the last 24 hours, most at 14:00", in the reader's zone. */
export function sayActivity({ buckets, total }: EndpointActivity): string {
  if (total === 0) return "None in the last 24 hours";
  const most = Math.max(...buckets.map(({ count }) => count));
  // Of equal ones the latest: it is what has just happened.
  const busiest = buckets.findLast(({ count }) => count === most);
  const at = busiest ? `, most at ${HOUR.format(Date.parse(busiest.from))}` : "";
  return `${numberText(total)} in the last 24 hours${at}`;
}
