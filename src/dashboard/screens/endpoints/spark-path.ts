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
