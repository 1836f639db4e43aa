import { useId } from "react";
import { numberText } from "../inspect/size.ts";
import { classes } from "./classes.ts";
import styles from "./meter.module.css";

/** From this share of a limit on, it counts as near. */
export const NEAR_LIMIT = 0.8;

export interface MeterProps {
  label: string;
  value: number;
  /** null if there is no limit. */
  max: number | null;
  /** "of today's requests" */
  unit?: string;
  /** Formats the numbers; `numberText` by default. */
  format?(count: number): string;
}

/** How much of a limit is used: `<Meter label="Requests today" value={80} max={100} />` */
export function Meter({ label, value, max, unit = "", format = numberText }: MeterProps) {
  const id = useId();
  const share = max === null || max === 0 ? 0 : Math.min(1, value / max);
  const tone = share >= 1 ? styles.full : share >= NEAR_LIMIT ? styles.near : undefined;
  const text = max === null ? `${format(value)}, no limit` : `${format(value)} of ${format(max)}`;
  return (
    <div className={styles.meter}>
      <span id={id}>{label}</span>
      <span className={styles.numbers}>
        {text} {unit}
      </span>
      <progress
        className={classes(styles.bar, tone)}
        aria-labelledby={id}
        aria-valuetext={`${text} ${unit}`.trim()}
        value={share}
        max={1}
      />
    </div>
  );
}
