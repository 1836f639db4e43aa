import type { StoredRequest } from "../../../protocol/captured-request.ts";
import type { AnswerSettings } from "../../../protocol/response-settings.ts";
import type { Connection } from "../../../protocol/replay.ts";

/*
 * What a hub answers where "no" is an answer. An Error that crosses RPC loses its class, so what
 * is expected comes as a union, and what is thrown is a fault.
 */

/** Why a hub does not take a webhook. `unconfigured`: tell it its settings, then ask again. */
export type CaptureRefusal =
  | {
      ok: false;
      reason:
        | "unconfigured"
        | "endpoint_not_found"
        | "endpoint_expired"
        | "paused"
        | "endpoint_read_only"
        | "unavailable";
    }
  | { ok: false; reason: "payload_too_large"; maxSize: number }
  | { ok: false; reason: "daily_limit"; limit: number; resetAt: number };

/** A request that is stored; `answer` says how its sender is answered, where not by default. */
export interface Captured {
  ok: true;
  id: string;
  timestamp: number;
  answer?: AnswerSettings;
}
export type CaptureResult = Captured | CaptureRefusal;

/** A stored request with its body: as a stream where it is above the inline limit. */
export interface FoundBody {
  request: StoredRequest;
  body: Uint8Array | ReadableStream<Uint8Array>;
}

/** What became of a replay: `dispatchedAt` is ISO 8601. */
export type ReplayResult =
  | { ok: true; target: Connection; dispatchedAt: string }
  | { ok: false; reason: "request_not_found" | "target_offline" };
