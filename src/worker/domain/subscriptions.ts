import type { Subscription, SubscriptionTerms } from "../../protocol/subscription.ts";
import type { Env } from "../env.ts";
import { findAccount } from "../storage/accounts.ts";
import type { Principal } from "../storage/principals.ts";
import {
  findSubscription,
  removeSubscription,
  saveSubscription,
} from "../storage/subscriptions.ts";
import { AppError } from "./app-error.ts";

/** @throws AppError `subscription_not_found` */
export async function currentSubscription(env: Env, subscriber: Subscriber): Promise<Subscription> {
  const found = await subscriptionOf(env, subscriber);
  if (!found) throw new AppError("subscription_not_found");
  return found;
}

type Subscriber = Pick<Principal, "accountId" | "plan">;

/** The subscription of an account, or null. */
export async function subscriptionOf(
  env: Env,
  { accountId, plan }: Subscriber,
): Promise<Subscription | null> {
  const found = await findSubscription(env.DB, accountId);
  if (!found) return null;
  const { cancelledAt = null, ...terms } = found.terms;
  return { id: found.id, userId: accountId, plan, ...terms, cancelledAt };
}

/** Called by the operator. Sets the subscription of an account; null removes it. */
export async function setSubscription(
  env: Env,
  accountId: string,
  terms: SubscriptionTerms | null,
): Promise<void> {
  if (!(await findAccount(env.DB, accountId))) throw new AppError("account_not_found");
  if (terms === null) await removeSubscription(env.DB, accountId);
  else await saveSubscription(env.DB, accountId, terms);
}
