import type { Env } from "../env.ts";
import { forgetHubs, revokeCredential, type CredentialKind } from "../storage/credentials.ts";
import { queueRevoke, toOutboxEntries } from "../storage/outbox.ts";
import { deliver, type Delivery } from "./outbox.ts";

/**
 * Puts a credential out for good. Where nothing is pending in what it gives back, no socket of
 * the credential is open anywhere and none can be opened any more:
 *
 * - an upgrade authorised after this batch is refused by D1;
 * - one authorised before it left a row in `credential_hubs`, so its hub is visited here, and
 *   either finds the socket and closes it, or buries the credential and refuses the upgrade.
 *
 * @returns null where the account has no such credential, or it was out already
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
