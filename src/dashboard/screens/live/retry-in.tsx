import { SECOND_MS } from "../../../protocol/time-units.ts";
import { useNow } from "../../components/clock.ts";

/** A countdown to the next attempt: "Retrying in 3 s." */
export function RetryIn({ at }: { at: number | null }) {
  const seconds = useNow((now) => (at === null ? 0 : Math.ceil((at - now) / SECOND_MS)));
  // Hidden from screen readers, which would announce every second.
  return (
    <span aria-hidden="true">{seconds <= 0 ? "Retrying…" : `Retrying in ${seconds}\u00A0s.`}</span>
  );
}
