import { Badge, type BadgeProps } from "../../components/badge.tsx";
import type { Change } from "../../inspect/compare.ts";

const TONES: Record<Change, NonNullable<BadgeProps["tone"]>> = {
  same: "plain",
  added: "good",
  removed: "bad",
  changed: "warn",
};

/** The kind of change, in its colour. */
export function ChangeBadge({ change }: { change: Change }) {
  return <Badge tone={TONES[change]}>{change}</Badge>;
}
