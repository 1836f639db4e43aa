import { useNow } from "./clock.ts";
import { absoluteTime, countdown, relativeTime } from "./time-text.ts";

export interface TimeProps {
  /** ISO 8601 or Unix milliseconds. */
  at: string | number;
  /** "relative" keeps counting ("2 min ago") and shows the exact time on hover. */
  form?: "relative" | "absolute";
}

/** `<Time at={endpoint.created_at} />` */
export function Time({ at, form = "relative" }: TimeProps) {
  const ms = new Date(at).getTime();
  const relative = useNow((now) => relativeTime(ms, now));
  const absolute = absoluteTime(ms);
  return (
    <time dateTime={new Date(ms).toISOString()} title={form === "relative" ? absolute : relative}>
      {form === "relative" ? relative : absolute}
    </time>
  );
}

/** The time left: `<Countdown to={endpoint.expires_at} />` gives "3 h 12 min". */
export function Countdown({ to, over = "now" }: { to: string; over?: string }) {
  const ms = new Date(to).getTime();
  const left = useNow((now) => countdown(ms - now));
  return (
    <time dateTime={to} title={absoluteTime(ms)}>
      {left || over}
    </time>
  );
}
