import { SECOND_MS } from "../../../protocol/time-units.ts";
import { useNow } from "../../components/clock.ts";

/** When the next try begins: "Trying again in 3 s." */
export function RetryIn({ at }: { at: number | null }) {
  const seconds = useNow((now) => (at === null ? 0 : Math.ceil((at - now) / SECOND_MS)));
  // Each second is for the eye: read aloud, it would never end.
  return (
    <span aria-hidden="true">
      {seconds <= 0 ? "Trying again…" : `Trying again in ${seconds}\u00A0s.`}
    </span>
  );
}
