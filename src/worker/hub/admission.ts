import type { StoredRequest } from "../../protocol/captured-request.ts";
import { encodeFrame } from "../../protocol/frames.ts";
import type { Plan } from "../../protocol/plans.ts";
import { catchUp } from "./listeners/catch-up.ts";
import type { Chores } from "./maintenance.ts";
import type { ListenerIdentity, Listeners } from "./listeners/listeners.ts";
import { isExpired } from "./capture/refusals.ts";
import type { RequestLog } from "./log/request-log.ts";
import type { SettingsStore } from "./settings-store.ts";
import { refuseUpgrade, type Upgrade, type UpgradeRefusal } from "./contract/upgrade.ts";

/** What a listener is admitted to. */
export interface AdmissionParts {
  listeners: Listeners;
  chores: Chores;
  log: RequestLog;
  encode(request: StoredRequest): string;
}

/** Why a listener may not come in, whether there is a place or not; null where it may. */
export function refusalOf(
  settings: SettingsStore,
  { credentialId, credentialExpiresAt: end }: ListenerIdentity,
  now: number,
): UpgradeRefusal | null {
  const { state } = settings;
  if (state.is === "unconfigured") return { reason: "unconfigured" };
  const isGone = state.is === "deleted" || isExpired(state.settings, now);
  if (isGone) return { reason: "endpoint_not_found" };
  const isOut = (end !== null && end <= now) || settings.isBuried(credentialId);
  return isOut ? { reason: "not_signed_in" } : null;
}

/**
 * Lets a listener in, where there is a place: `connected`, then what it missed, then live traffic.
 *
 * All of it is decided in one turn: no request can be stored between the count and the accept,
 * nor between the accept and what was missed, so no place is given twice, and no request is
 * missed or sent twice. `now` is in Unix milliseconds.
 */
export function admit(parts: AdmissionParts, upgrade: Upgrade, plan: Plan, now: number): Response {
  const { 0: client, 1: server } = new WebSocketPair();
  const max = plan.maxListeners;
  const connectionId = parts.listeners.admit(server, upgrade.identity, max, now);
  if (connectionId === null) return refuseUpgrade({ reason: "connection_limit", max });
  parts.chores.afterAdmit(upgrade.identity, now);
  const connected = encodeFrame("connected", { connectionId, lastSeq: parts.log.lastSeq }, now);
  const missed = upgrade.since === null ? [] : missedSince(parts, upgrade.since, now);
  parts.listeners.greet(server, [connected, ...missed]);
  return new Response(null, { status: 101, webSocket: client });
}

function missedSince({ log, encode }: AdmissionParts, since: number, now: number): string[] {
  const { trimmedThrough } = log.state;
  const missed = log.newestAfter(Math.max(since, trimmedThrough));
  const { gap, frames } = catchUp(missed, since, trimmedThrough, encode);
  return gap ? [encodeFrame("gap", gap, now), ...frames] : frames;
}
