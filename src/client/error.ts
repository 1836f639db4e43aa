import type { ErrorCode } from "../protocol/errors.ts";

/**
 * One of the server's error codes (docs/api.md), including those that only a newer server has, or a
 * code of the library. `network`: the server could not be reached, or the connection broke.
 * `unexpected_reply`: the reply did not come from HookNexus but, for example, from a proxy.
 */
export type HookNexusErrorCode = ErrorCode | "network" | "unexpected_reply" | (string & {});

export interface HookNexusErrorInit {
  code: HookNexusErrorCode;
  status?: number;
  requestId?: string;
  retryAfterMs?: number;
  details?: Record<string, unknown>;
  cause?: unknown;
}

/**
 * The error of every call. A call that its signal aborts rejects with the signal's reason instead,
 * as `fetch` does. The error never contains a credential.
 *
 * @example
 * try {
 *   await client.endpoints.create({ alias: "orders" });
 * } catch (error) {
 *   if (!(error instanceof HookNexusError)) throw error;
 *   if (error.code === "endpoint_limit") console.log(`The limit is ${error.details["limit"]}.`);
 *   else console.log(`${error.message} (${error.requestId})`);
 * }
 */
export class HookNexusError extends Error {
  override readonly name = "HookNexusError";
  readonly code: HookNexusErrorCode;
  /** The HTTP status; null if there was no reply. */
  readonly status: number | null;
  /** Identifies the call in the server's log; null if the reply did not come from the server. */
  readonly requestId: string | null;
  /** After how many milliseconds the call may be repeated; null if the server did not say. */
  readonly retryAfterMs: number | null;
  /** Further fields of the server's error, such as `limit`, `field` or `maxSize`. */
  readonly details: Readonly<Record<string, unknown>>;

  /** @param sentence becomes the error's `message` */
  constructor(sentence: string, init: HookNexusErrorInit) {
    super(sentence, { cause: init.cause });
    this.code = init.code;
    this.status = init.status ?? null;
    this.requestId = init.requestId ?? null;
    this.retryAfterMs = init.retryAfterMs ?? null;
    this.details = init.details ?? {};
  }
}
