import type { Usage } from "../../../../client/index.ts";
import { Badge } from "../../../components/badge.tsx";
import { Card } from "../../../components/card.tsx";
import { useNow } from "../../../components/clock.ts";
import { Meter } from "../../../components/meter.tsx";
import { PageHeading } from "../../../components/page-heading.tsx";
import { PageLinkButton } from "../../../components/link-button.tsx";
import { Skeleton } from "../../../components/skeleton.tsx";
import { Countdown } from "../../../components/time.tsx";
import { useUsage } from "../../../api/account-queries.ts";
import { nextUtcDay } from "../../../api/day.ts";
import { LoadProblem } from "../../../shell/load-problem.tsx";
import { FactList } from "../fact-list.tsx";
import { planFacts } from "./plan-facts.ts";
import { SubscriptionCard } from "./subscription-card.tsx";
import styles from "./usage-screen.module.css";

export function UsageScreen() {
  const { data: usage, error, refetch } = useUsage();
  return (
    <>
      <PageHeading
        title="Plan and usage"
        actions={<PageLinkButton href="/pricing">Compare plans</PageLinkButton>}
      />
      {error && !usage && <LoadProblem error={error} onRetry={() => void refetch()} />}
      {!usage && !error && <Skeleton rows={2} rowHeight={180} />}
      {usage && (
        <div className={styles.cards}>
          <Meters usage={usage} />
          <Card title="Plan limits" actions={<Badge tone="good">{usage.plan.name}</Badge>}>
            <FactList facts={planFacts(usage.plan)} />
          </Card>
          <SubscriptionCard />
        </div>
      )}
    </>
  );
}

function Meters({ usage }: { usage: Usage }) {
  const { requests, endpoints, permanentEndpoints, apiKeys } = usage;
  const resetsAt = useNow(nextUtcDay);
  return (
    <Card title="Usage">
      <div className={styles.meters}>
        <div className={styles.today}>
          <Meter label="Requests today" value={requests.current} max={requests.limit} />
          <p className={styles.reset}>
            Resets in <Countdown to={new Date(resetsAt).toISOString()} />, at 00:00 UTC.
          </p>
        </div>
        <Meter label="Endpoints" value={endpoints.current} max={endpoints.limit} />
        <Meter
          label="Permanent endpoints"
          value={permanentEndpoints.current}
          max={permanentEndpoints.limit}
        />
        <Meter label="API keys" value={apiKeys.current} max={apiKeys.limit} />
      </div>
    </Card>
  );
}
