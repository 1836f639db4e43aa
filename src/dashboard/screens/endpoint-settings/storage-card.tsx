import type { EndpointRow } from "../../../client/index.ts";
import { Card } from "../../components/card.tsx";
import { Meter } from "../../components/meter.tsx";
import { sizeText } from "../../inspect/size.ts";
import { useUsage } from "../../api/account-queries.ts";
import { durationText } from "../../components/time-text.ts";

export function StorageCard({ endpoint }: { endpoint: EndpointRow }) {
  const plan = useUsage().data?.plan;
  if (!plan) return null;
  return (
    <Card
      title="Storage"
      description={`Requests are kept for ${durationText(plan.historyMs)}. When storage is full, the oldest requests are deleted first.`}
    >
      <Meter
        label="Storage used, including headers"
        value={endpoint.stored_bytes}
        max={plan.maxStoredBytes}
        format={sizeText}
      />
    </Card>
  );
}
