import type { EndpointRow } from "../../../client/index.ts";
import { Badge } from "../../components/badge.tsx";
import { Button } from "../../components/button.tsx";
import { Card } from "../../components/card.tsx";
import { Notice } from "../../components/notice.tsx";
import { useUpdateEndpoint } from "../../api/endpoint-queries.ts";
import { errorMessage } from "../../api/errors.ts";
import { useReadOnlyIds } from "../../api/read-only-queries.ts";
import { PlanLinks } from "../endpoints/plan-refusal.tsx";
import styles from "./settings.module.css";

/** Pauses and resumes the endpoint. Saved immediately: somebody who needs this is in a hurry. */
export function IntakeCard({ endpoint }: { endpoint: EndpointRow }) {
  const { id, is_paused } = endpoint;
  const isReadOnly = useReadOnlyIds().has(id);
  const changing = useUpdateEndpoint(id);
  return (
    <Card
      title="Status"
      description={
        is_paused
          ? "Senders get 403 and nothing is stored. Listeners and history are kept."
          : "While paused, senders get 403 and nothing is stored. Listeners and history are kept."
      }
      actions={
        <Button
          icon={is_paused ? "play" : "pause"}
          tone={is_paused ? "primary" : "plain"}
          isBusy={changing.isPending}
          onClick={() => changing.mutate({ isPaused: !is_paused })}
        >
          {is_paused ? "Resume" : "Pause"}
        </Button>
      }
    >
      <p className={styles.standing} role="status">
        {is_paused ? <Badge tone="warn">paused</Badge> : <Badge tone="good">receiving</Badge>}
      </p>
      {isReadOnly && (
        <Notice tone="warn">
          This endpoint is beyond your plan's limit and receives nothing. Delete other endpoints or
          upgrade. <PlanLinks />.
        </Notice>
      )}
      {changing.error && <Notice tone="bad">{errorMessage(changing.error)}</Notice>}
    </Card>
  );
}
