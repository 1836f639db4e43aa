import { CLOSE } from "../protocol/close-codes.ts";
import { HookNexusError, type HookNexusErrorCode } from "./error.ts";

/** Close codes after which reconnecting can't help. Source: docs/api.md, "Listening". */
const FINAL_CLOSES: Readonly<Record<number, [code: string, sentence: string]>> = {
  [CLOSE.NORMAL]: ["disconnected", "The account's owner disconnected this listener."],
  [CLOSE.CREDENTIAL_REVOKED]: ["credential_revoked", "The key, token or session was revoked."],
  [CLOSE.PLAN_LIMIT_LOWERED]: [
    "plan_limit_lowered",
    "The account's plan now allows fewer listeners or API keys.",
  ],
  [CLOSE.ENDPOINT_GONE]: ["endpoint_gone", "The endpoint was deleted or has expired."],
};

/** The error for a final close code; null if the listener should reconnect. */
export function finalErrorOf(closeCode: number): HookNexusError | null {
  const final = FINAL_CLOSES[closeCode];
  return final ? new HookNexusError(final[1], { code: final[0] }) : null;
}

const FINAL_STATUSES = new Set([401, 403, 404, 410]);

/** Whether every further attempt would fail the same way. */
export function isFinal(error: unknown): boolean {
  if (!(error instanceof HookNexusError)) return true;
  // An unexpected reply may come from a proxy while the server restarts, whatever its status.
  if (error.code === "unexpected_reply" || error.code === "connection_limit") return false;
  return FINAL_STATUSES.has(error.status ?? 0);
}

/** Why an attempt failed that may be repeated. */
export interface RetryReason {
  reason: string;
  code: HookNexusErrorCode | null;
}

export function reasonOf(error: unknown): RetryReason {
  const reason = error instanceof Error ? error.message : String(error);
  return { reason, code: error instanceof HookNexusError ? error.code : null };
}
