import { CLOSE } from "../protocol/close-codes.ts";
import { HookNexusError, type HookNexusErrorCode } from "./error.ts";

/** Close codes after which connecting again is of no use. Source: docs/api.md, "Listening". */
const FINAL_CLOSES: Readonly<Record<number, [code: string, sentence: string]>> = {
  [CLOSE.NORMAL]: ["disconnected", "The account's owner disconnected this listener."],
  [CLOSE.CREDENTIAL_REVOKED]: ["credential_revoked", "The key, token or session was revoked."],
  [CLOSE.PLAN_LIMIT_LOWERED]: [
    "plan_limit_lowered",
    "The account's plan now allows fewer listeners, or no longer this key.",
  ],
  [CLOSE.ENDPOINT_GONE]: ["endpoint_gone", "The endpoint was deleted or has expired."],
};

/** What a server's close means where it is for good; null where to connect again. */
export function finalErrorOf(closeCode: number): HookNexusError | null {
  const final = FINAL_CLOSES[closeCode];
  return final ? new HookNexusError(final[1], { code: final[0] }) : null;
}

const FINAL_STATUSES = new Set([401, 403, 404, 410]);

/** Whether an HTTP error says that it will be the same the next time. */
export function isFinal(error: unknown): boolean {
  // A proxy's page is none of ours, whatever its status: it may be gone in a minute.
  if (!(error instanceof HookNexusError)) return true;
  if (error.code === "unexpected_reply" || error.code === "connection_limit") return false;
  return FINAL_STATUSES.has(error.status ?? 0);
}

/** Why a try failed that another may follow. */
export interface Reason {
  reason: string;
  code: HookNexusErrorCode | null;
}

export function reasonOf(error: unknown): Reason {
  const reason = error instanceof Error ? error.message : String(error);
  return { reason, code: error instanceof HookNexusError ? error.code : null };
}
