import type { CapturedRequest, StoredRequest } from "../../../protocol/captured-request.ts";
import { encodeFrame } from "../../../protocol/frames.ts";
import type { ReplayResult } from "../contract/results.ts";
import type { Listeners } from "./listeners.ts";

/**
 * Sends a stored request to one listener, as a `replay_request` frame.
 * @param now Unix milliseconds
 */
export function replay(
  listeners: Listeners,
  stored: StoredRequest,
  connectionId: string,
  now: number,
): ReplayResult {
  const found = listeners.list().find((listener) => listener.connectionId === connectionId);
  // A dashboard displays requests and can't forward one.
  if (!found || found.clientType === "web") return { ok: false, reason: "target_offline" };
  const { credentialId: _credential, ...target } = found;
  const dispatchedAt = new Date(now).toISOString();
  const replayId = crypto.randomUUID();
  const about = { replayId, sourceRequestId: stored.id, dispatchedAt, target };
  const encode = (request: CapturedRequest) =>
    encodeFrame("replay_request", { ...about, request }, now);
  // Not sent if the listener is closed because it does not read.
  const isSent = listeners.sendTo(connectionId, stored, encode, now);
  return isSent ? { ok: true, target, dispatchedAt } : { ok: false, reason: "target_offline" };
}
