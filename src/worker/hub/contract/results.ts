import type { StoredRequest } from "../../../protocol/captured-request.ts";
import type { AnswerSettings } from "../../../protocol/response-settings.ts";
import type { Connection } from "../../../protocol/replay.ts";

/*
 * Results of hub methods that callers must expect to fail. An Error that crosses RPC loses its
 * class, so an expected failure is returned as a union; only bugs and faults are thrown.
 */

/** Why a hub refuses a webhook. `unconfigured`: send the hub its settings, then try again. */
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
  /** `maxSize` is in bytes. */
  | { ok: false; reason: "payload_too_large"; maxSize: number }
  /** A limit on webhooks is reached: the account's for today, or the endpoint's for a second. */
  | QuotaRefusal;

/** The webhook could not be stored. Its sender may try again. */
export const UNAVAILABLE: CaptureRefusal = { ok: false, reason: "unavailable" };

/** `resetAt` is when the sender may try again, in Unix milliseconds. */
export interface QuotaRefusal {
  ok: false;
  reason: "daily_limit" | "endpoint_rate";
  limit: number;
  resetAt: number;
}

/** A request that is stored. Without `answer`, its sender gets the default response. */
export interface Captured {
  ok: true;
  id: string;
  /** Unix milliseconds. */
  timestamp: number;
  answer?: AnswerSettings;
}
export type CaptureResult = Captured | CaptureRefusal;

/** A stored request with its body; a stream if the body is above the inline limit. */
export interface FoundBody {
  request: StoredRequest;
  body: Uint8Array | ReadableStream<Uint8Array>;
}

/** The result of a replay; `dispatchedAt` is ISO 8601. */
export type ReplayResult =
  | { ok: true; target: Connection; dispatchedAt: string }
  | { ok: false; reason: "request_not_found" | "target_offline" };

/** The state of an endpoint as its hub knows it, to compare with the database. */
export interface HubCondition {
  is: "unconfigured" | "deleted" | "configured";
  /** The revision of its settings; 0 if it never had any. */
  revision: number;
  /** The settings as they were received, as JSON; null unless the endpoint is configured. */
  settings: string | null;
  /** How many requests are stored. */
  storedCount: number;
  /** The credentials of the open sockets. */
  credentialIds: string[];
}
