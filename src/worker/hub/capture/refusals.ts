import type { Plans } from "../../../protocol/plans.ts";
import { nextUtcDay } from "../../account/day.ts";
import type { EndpointSettings } from "../contract/commands.ts";
import type { CaptureRefusal } from "../contract/results.ts";
import type { HubState } from "../settings-store.ts";

/** `now` is in Unix milliseconds, here and below. */
export function isExpired({ expiresAt }: EndpointSettings, now: number): boolean {
  return expiresAt !== null && expiresAt <= now;
}

/** Why the endpoint takes no webhook of this size now, or null where it does. */
export function refusalOf(
  state: HubState,
  plans: Plans,
  size: number,
  now: number,
): CaptureRefusal | null {
  if (state.is === "unconfigured") return { ok: false, reason: "unconfigured" };
  if (state.is === "deleted") return { ok: false, reason: "endpoint_not_found" };
  const { settings } = state;
  if (isExpired(settings, now)) return { ok: false, reason: "endpoint_expired" };
  if (settings.isPaused) return { ok: false, reason: "paused" };
  if (settings.isReadOnly) return { ok: false, reason: "endpoint_read_only" };
  const maxSize = plans[settings.plan].maxBodyBytes;
  return size > maxSize ? { ok: false, reason: "payload_too_large", maxSize } : null;
}

/** Why a webhook was not taken in that could have been: see `Intake`. */
export function notTakenIn(
  reason: "daily_limit" | "unavailable",
  limit: number | null,
  now: number,
): CaptureRefusal {
  if (reason === "unavailable") return { ok: false, reason };
  return { ok: false, reason, limit: limit ?? 0, resetAt: nextUtcDay(now) };
}
