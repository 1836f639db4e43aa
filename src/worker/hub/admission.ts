import type { StoredRequest } from "../../protocol/captured-request.ts";
import { encodeFrame } from "../../protocol/frames.ts";
import type { Plan } from "../../protocol/plans.ts";
import { isExpired } from "./contract/commands.ts";
import {
  refuseUpgrade,
  type ListenerIdentity,
  type Upgrade,
  type UpgradeRefusal,
} from "./contract/upgrade.ts";
import { catchUp } from "./listeners/catch-up.ts";
import type { Listeners } from "./listeners/listeners.ts";
import type { History } from "./log/history.ts";
import type { LogState } from "./log/log-state.ts";
import type { Maintenance } from "./maintenance.ts";
import type { SettingsStore } from "./settings-store.ts";

export interface AdmissionDeps {
  settings: SettingsStore;
  listeners: Listeners;
  maintenance: Maintenance;
  history: History;
  log: LogState;
}

/**
 * Admits or refuses a listener. An admitted one receives `connected`, then the requests that it
 * missed, then live traffic.
 *
 * This function is synchronous, so no other event runs in between. Two upgrades can't share the
 * last slot, and no request is missed or sent twice.
 *
 * @param now Unix milliseconds
 */
export function admit(deps: AdmissionDeps, upgrade: Upgrade, now: number): Response {
  const refusal = upgradeRefusal(deps.settings, upgrade.identity, now);
  if (refusal) return refuseUpgrade(refusal);
  const { plan } = deps.settings.configured();
  return admitWithin(deps, upgrade, plan, now);
}

/** Why a listener is refused even if a slot is free; null if it is not refused. */
function upgradeRefusal(
  settings: SettingsStore,
  { credentialId, credentialExpiresAt }: ListenerIdentity,
  now: number,
): UpgradeRefusal | null {
  const { state } = settings;
  if (state.is === "unconfigured") return { reason: "unconfigured" };
  const isGone = state.is === "deleted" || isExpired(state.settings, now);
  if (isGone) return { reason: "endpoint_not_found" };
  const hasExpired = credentialExpiresAt !== null && credentialExpiresAt <= now;
  return hasExpired || settings.isRevoked(credentialId) ? { reason: "not_signed_in" } : null;
}

function admitWithin(
  deps: AdmissionDeps,
  upgrade: Upgrade,
  { maxListeners: max }: Plan,
  now: number,
): Response {
  const { identity, since } = upgrade;
  const { 0: client, 1: server } = new WebSocketPair();
  const connectionId = deps.listeners.admit(server, upgrade, max, now);
  if (connectionId === null) return refuseUpgrade({ reason: "connection_limit", max });
  deps.maintenance.afterAdmit(identity, now);
  const connected = encodeFrame("connected", { connectionId, lastSeq: deps.log.lastSeq }, now);
  const missed = since === null ? [] : missedSince(deps, server, since, now);
  deps.listeners.sendFirst(server, [connected, ...missed], now);
  return new Response(null, { status: 101, webSocket: client });
}

function missedSince(
  { log, history, listeners }: AdmissionDeps,
  socket: WebSocket,
  since: number,
  now: number,
): string[] {
  const { trimmedThrough } = log;
  const missed = history.newestAfter(Math.max(since, trimmedThrough));
  const encode = (request: StoredRequest) => listeners.encodeFor(socket, request);
  const { gap, frames } = catchUp(missed, since, trimmedThrough, encode);
  return gap ? [encodeFrame("gap", gap, now), ...frames] : frames;
}
