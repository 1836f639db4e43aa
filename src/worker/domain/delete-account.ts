import type { Env } from "../env.ts";
import { findAccount } from "../storage/accounts.ts";
import { forgetAccount } from "../storage/delete-account.ts";
import { AppError } from "./app-error.ts";
import { deliver, type Delivery } from "./outbox.ts";

/**
 * Removes an account and all that belongs to it. Once it returns, no credential of it works and
 * nothing of it is in the database, but what hubs must still be told. Where nothing is pending,
 * its sockets are closed, its webhooks get 404 and its history is gone; the rest is seen to by
 * the outbox.
 *
 * Whatever races with it comes either before, and is found here, or after, and finds no account:
 * a write then fails for want of the row that it refers to, an upgrade at the hub that is deleted.
 *
 * @param email must be the account's own, as a confirmation
 */
export async function deleteAccount(
  env: Env,
  accountId: string,
  email: string,
  now: number,
): Promise<Delivery> {
  const account = await findAccount(env.DB, accountId);
  if (!account) throw new AppError("not_signed_in");
  if (account.email !== email) {
    const sentence = "email: must be the address of this account, to confirm that it is meant.";
    throw new AppError("invalid_field", { field: "email" }, sentence);
  }
  const toTell = await forgetAccount(env.DB, accountId, now);
  // Two calls that race: the other one was first, and tells everyone.
  if (!toTell) throw new AppError("not_signed_in");
  return deliver(env, toTell);
}
