import * as z from "zod/mini";
import { planName } from "./plans.ts";

const status = z.enum(["active", "trialing", "past_due", "cancelled"]);
const billingCycle = z.enum(["monthly", "yearly"]);
const time = z.iso.datetime({ offset: true });

/** An account's subscription as the operator sets it. Its plan is that of the account. */
export const subscriptionTerms = z.strictObject({
  status,
  billingCycle,
  currentPeriodStart: time,
  currentPeriodEnd: time,
  cancelledAt: z.optional(z.nullable(time)),
});
export type SubscriptionTerms = z.infer<typeof subscriptionTerms>;

/** GET /billing/subscription. */
export const subscription = z.object({
  id: z.string(),
  userId: z.string(),
  status,
  plan: planName,
  billingCycle,
  currentPeriodStart: z.string(),
  currentPeriodEnd: z.string(),
  cancelledAt: z.nullable(z.string()),
});
export type Subscription = z.infer<typeof subscription>;
