import type { Subscription } from "../../../../client/index.ts";
import { Badge, type BadgeProps } from "../../../components/badge.tsx";
import { Card } from "../../../components/card.tsx";
import { useSubscription } from "../../../api/account-queries.ts";
import { FactList } from "../fact-list.tsx";
import { dateText } from "../../../components/time-text.ts";

type Status = Subscription["status"];

const STATUS: Record<Status, readonly [words: string, tone: NonNullable<BadgeProps["tone"]>]> = {
  active: ["active", "good"],
  trialing: ["trial", "info"],
  past_due: ["payment due", "bad"],
  cancelled: ["cancelled", "plain"],
};

/** The subscription; renders nothing if there is none. */
export function SubscriptionCard() {
  const { data: subscription } = useSubscription();
  if (!subscription) return null;
  const [words, tone] = STATUS[subscription.status];
  return (
    <Card title="Subscription" actions={<Badge tone={tone}>{words}</Badge>}>
      <FactList facts={factsOf(subscription)} />
    </Card>
  );
}

function factsOf(subscription: Subscription): [string, string][] {
  const { billingCycle, currentPeriodStart, currentPeriodEnd, cancelledAt } = subscription;
  const facts: [string, string][] = [
    ["Billed", billingCycle],
    ["Current period", `${dateText(currentPeriodStart)} to ${dateText(currentPeriodEnd)}`],
  ];
  if (cancelledAt !== null) facts.push(["Cancelled", dateText(cancelledAt)]);
  return facts;
}
