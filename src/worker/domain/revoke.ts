import type { Env } from "../env.ts";
import { forgetHubs, revokeCredential, type CredentialKind } from "../storage/credentials.ts";
import { queueRevoke, toOutboxEntries } from "../storage/outbox.ts";
import { deliver, type HubUpdate } from "./outbox.ts";

/**
 * Revokes a credential. If `pending` is 0 in the result, no socket of the credential is open, and
 * none can be opened:
 *
 * - An upgrade after this batch is not authorized by D1.
 * - An upgrade that D1 authorized earlier has left a row in `credential_hubs`, so its hub receives
 *   the command. The hub closes the socket, or its tombstone refuses the upgrade.
 *
 * @returns null if the account has no such credential, or if it was revoked already
 */
export async function revoke(
  env: Env,
  accountId: string,
  credentialId: string,
  kinds: readonly CredentialKind[],
  now: number,
): Promise<HubUpdate | null> {
  const [revoked, queued] = await env.DB.batch([
    revokeCredential(env.DB, accountId, credentialId, kinds, now),
    queueRevoke(env.DB, credentialId, now),
    forgetHubs(env.DB, credentialId),
  ]);
  if (revoked?.meta.changes !== 1) return null;
  return deliver(env, toOutboxEntries(queued));
}
