import type { ErrorCode } from "../protocol/errors.ts";

/**
 * A code of the server's (docs/api.md), one that a newer server has beside those, or what stands
 * between: `network`, where the server could not be reached or the connection broke;
 * `unexpected_reply`, where something answered that is not HookNexus, such as a proxy's page.
 */
export type HookNexusErrorCode = ErrorCode | "network" | "unexpected_reply" | (string & {});

export interface HookNexusErrorInit {
  code: HookNexusErrorCode;
  status?: number;
  requestId?: string;
  details?: Record<string, unknown>;
  cause?: unknown;
}

/**
 * What every call rejects with, but for a call that its own signal ends: that one rejects with the
 * signal's reason, as `fetch` does. No credential is ever part of it.
 *
 * @example
 * try {
 *   await client.endpoints.create({ alias: "orders" });
 * } catch (error) {
 *   if (!(error instanceof HookNexusError)) throw error;
 *   if (error.code === "endpoint_limit") console.log(`No more than ${error.details["limit"]}.`);
 *   else console.log(`${error.message} (${error.requestId})`);
 * }
 */
export class HookNexusError extends Error {
  override readonly name = "HookNexusError";
  readonly code: HookNexusErrorCode;
  /** The HTTP status; null where nothing answered. */
  readonly status: number | null;
  /** Names the call in the server's log; null where the server did not answer. */
  readonly requestId: string | null;
  /** What the server says beside the sentence, such as `limit`, `field` or `maxSize`. */
  readonly details: Readonly<Record<string, unknown>>;

  /** @param sentence the server's own, where it said one */
  constructor(sentence: string, init: HookNexusErrorInit) {
    super(sentence, { cause: init.cause });
    this.code = init.code;
    this.status = init.status ?? null;
    this.requestId = init.requestId ?? null;
    this.details = init.details ?? {};
  }
}
