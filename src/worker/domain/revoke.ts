import type { Env } from "../env.ts";
import { forgetHubs, revokeCredential, type CredentialKind } from "../storage/credentials.ts";
import { queueRevoke, toOutboxEntries } from "../storage/outbox.ts";
import { deliver, type Delivery } from "./outbox.ts";

/**
 * Revokes a credential. If nothing is pending in the result, no socket of the credential is open
 * anywhere, and none can be opened:
 *
 * - D1 refuses an upgrade that is authorized after this batch;
 * - an upgrade that was authorized before it left a row in `credential_hubs`, so its hub is visited
 *   here. The hub closes the socket, or its tombstone refuses the upgrade.
 *
 * @returns null if the account has no such credential, or if it was revoked already
 */
export async function revoke(
  env: Env,
  accountId: string,
  credentialId: string,
  kinds: readonly CredentialKind[],
  now: number,
): Promise<Delivery | null> {
  const [revoked, queued] = await env.DB.batch([
    revokeCredential(env.DB, accountId, credentialId, kinds, now),
    queueRevoke(env.DB, credentialId, now),
    forgetHubs(env.DB, credentialId),
  ]);
  if (revoked?.meta.changes !== 1) return null;
  return deliver(env, toOutboxEntries(queued));
}
