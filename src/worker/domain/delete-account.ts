import type { Env } from "../env.ts";
import { findAccount } from "../storage/accounts.ts";
import { forgetAccount } from "../storage/delete-account.ts";
import { AppError } from "./app-error.ts";
import { deliver, type HubUpdate } from "./outbox.ts";

/**
 * Deletes an account and everything that belongs to it. When this returns, its credentials are
 * invalid, and the database holds none of its data, only undelivered commands to its hubs. If none
 * is pending, its sockets are closed, its webhooks get 404 and its history is deleted. Otherwise,
 * the outbox delivers the remaining commands later.
 *
 * If a racing call runs before the deletion, its effects are deleted. If it runs after, it finds no
 * account: a write violates its foreign key, and an upgrade reaches a deleted hub.
 *
 * @param email must be the account's own, as a confirmation
 */
export async function deleteAccount(
  env: Env,
  accountId: string,
  email: string,
  now: number,
): Promise<HubUpdate> {
  const account = await findAccount(env.DB, accountId);
  if (!account) throw new AppError("not_signed_in");
  if (account.email !== email) {
    const sentence = "email: must be the email address of this account, to confirm the deletion.";
    throw new AppError("invalid_field", { field: "email" }, sentence);
  }
  const commands = await forgetAccount(env.DB, accountId, now);
  // Another call deleted the account first and delivers the commands.
  if (!commands) throw new AppError("not_signed_in");
  return deliver(env, commands);
}
