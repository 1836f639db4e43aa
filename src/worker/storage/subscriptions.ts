import * as z from "zod/mini";
import { subscriptionTerms, type SubscriptionTerms } from "../../protocol/subscription.ts";

const row = z.object({ id: z.string(), terms: z.string() });

/** The subscription of an account, or null. */
export async function findSubscription(
  db: D1Database,
  accountId: string,
): Promise<{ id: string; terms: SubscriptionTerms } | null> {
  const query = "SELECT id, terms FROM subscriptions WHERE account_id = ?";
  const raw = await db.prepare(query).bind(accountId).first();
  if (!raw) return null;
  const { id, terms } = row.parse(raw);
  return { id, terms: subscriptionTerms.parse(JSON.parse(terms)) };
}

/** Sets an account's subscription. Its id stays the same until it is removed. */
export async function saveSubscription(
  db: D1Database,
  accountId: string,
  terms: SubscriptionTerms,
): Promise<void> {
  await db
    .prepare(
      `INSERT INTO subscriptions (account_id, id, terms) VALUES (?1, ?2, ?3)
       ON CONFLICT (account_id) DO UPDATE SET terms = excluded.terms`,
    )
    .bind(accountId, crypto.randomUUID(), JSON.stringify(terms))
    .run();
}

export async function removeSubscription(db: D1Database, accountId: string): Promise<void> {
  await db.prepare("DELETE FROM subscriptions WHERE account_id = ?").bind(accountId).run();
}
