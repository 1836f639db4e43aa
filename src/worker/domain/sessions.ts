import type { Session } from "../../protocol/session.ts";
import type { Env } from "../env.ts";
import { listCredentials } from "../storage/credentials.ts";
import type { Principal } from "../storage/principals.ts";
import { isoTime } from "./iso-time.ts";

/** The sessions and tokens of the account, newest first. */
export async function listSessions(
  env: Env,
  principal: Principal,
  now: number,
): Promise<Session[]> {
  const kinds = ["session", "token"] as const;
  const credentials = await listCredentials(env.DB, principal.accountId, kinds, now);
  return credentials.map(({ id, kind, createdAt, lastUsedAt, expiresAt, userAgent }) => ({
    id,
    kind: kind === "session" ? kind : "token",
    createdAt: new Date(createdAt).toISOString(),
    lastUsedAt: isoTime(lastUsedAt),
    expiresAt: isoTime(expiresAt),
    userAgent,
    isCurrent: id === principal.id,
  }));
}
