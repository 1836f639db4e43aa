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

/** What is stored of the asking account's subscription. */
export async function currentSubscription(env: Env, asking: Subscriber): Promise<Subscription> {
  const found = await subscriptionOf(env, asking);
  if (!found) throw new AppError("subscription_not_found");
  return found;
}

type Subscriber = Pick<Principal, "accountId" | "plan">;

/** The same, or null where there is none. */
export async function subscriptionOf(
  env: Env,
  { accountId, plan }: Subscriber,
): Promise<Subscription | null> {
  const found = await findSubscription(env.DB, accountId);
  if (!found) return null;
  const { cancelledAt = null, ...terms } = found.terms;
  return { id: found.id, userId: accountId, plan, ...terms, cancelledAt };
}

/** The operator's call: sets the subscription of an account, or with null takes it away. */
export async function setSubscription(
  env: Env,
  accountId: string,
  terms: SubscriptionTerms | null,
): Promise<void> {
  if (!(await findAccount(env.DB, accountId))) throw new AppError("account_not_found");
  if (terms === null) await removeSubscription(env.DB, accountId);
  else await saveSubscription(env.DB, accountId, terms);
}
