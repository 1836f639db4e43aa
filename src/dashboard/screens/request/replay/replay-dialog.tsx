import { useState, type FormEvent } from "react";
import { Button } from "../../../components/button.tsx";
import { Notice } from "../../../components/notice.tsx";
import { Skeleton } from "../../../components/skeleton.tsx";
import { clockTime } from "../../../inspect/when.ts";
import { visibleText } from "../../../inspect/visible-text.ts";
import type { CapturedRequest } from "../../../../protocol/captured-request.ts";
import type { ReplayDispatched } from "../../../../protocol/replay.ts";
import { hasCode, errorMessage } from "../../../api/errors.ts";
import { useReplay } from "../../../api/request-queries.ts";
import { preferredTarget, rememberTarget } from "./last-target.ts";
import { NoReplay } from "./no-replay.tsx";
import { TargetList } from "./target-list.tsx";
import { targetName } from "./target-name.ts";
import { useNamedTargets } from "./use-named-targets.ts";
import { Dialog } from "../../../components/dialog.tsx";
import { numberText } from "../../../inspect/size.ts";
import styles from "./replay.module.css";

interface ReplayDialogProps {
  request: CapturedRequest;
  isOpen: boolean;
  onClose(): void;
}

export function ReplayDialog({ request, isOpen, onClose }: ReplayDialogProps) {
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title={`Replay request #${numberText(request.seq)}`}
      description="Resends this request, unchanged, to one listener."
    >
      {/* Mounted each time the dialog opens, so the last result is gone. */}
      <ReplayForm request={request} onClose={onClose} />
    </Dialog>
  );
}

/** The height of a listener in the list. */
const ROW_PX = 58;

/** Chooses the target and shows the result. */
function ReplayForm({ request, onClose }: { request: CapturedRequest; onClose(): void }) {
  const { targets, error, isPending, refetch } = useNamedTargets(request);
  const replay = useReplay();
  const [chosenId, setChosenId] = useState<string | null>(null);
  const [sentTo, setSentTo] = useState("");
  if (isPending) return <Skeleton rows={2} rowHeight={ROW_PX} />;
  const online = error ? [] : (targets ?? []);
  const chosen =
    online.find(({ connectionId }) => connectionId === chosenId) ?? preferredTarget(online);
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (!chosen || replay.isPending) return;
    rememberTarget(chosen);
    setSentTo(targetName(chosen));
    const input = { requestId: request.id, connectionId: chosen.connectionId };
    // The target may have disconnected.
    replay.mutate(input, { onError: () => void refetch() });
  };
  return (
    <form className={styles.form} onSubmit={send}>
      {chosen ? (
        <TargetList
          targets={online}
          chosenId={chosen.connectionId}
          onChoose={(id) => setChosenId(id)}
        />
      ) : (
        <NoReplay request={request} error={error} />
      )}
      {!replay.isPending && (
        <Outcome sentTo={sentTo} dispatched={replay.data} error={replay.error} />
      )}
      <footer className={styles.actions}>
        <Button onClick={onClose}>{replay.data ? "Done" : "Cancel"}</Button>
        {chosen && (
          <Button tone="primary" type="submit" icon="replay" isBusy={replay.isPending}>
            {replay.data ? "Replay again" : "Replay"}
          </Button>
        )}
      </footer>
    </form>
  );
}

interface OutcomeProps {
  sentTo: string;
  dispatched: ReplayDispatched | undefined;
  error: unknown;
}

function Outcome({ sentTo, dispatched, error }: OutcomeProps) {
  if (error) {
    const isDeleted = hasCode(error, "request_not_found");
    return (
      <Notice tone="bad">
        {isDeleted ? "This request has been deleted." : errorMessage(error)}
      </Notice>
    );
  }
  if (!dispatched) return null;
  return (
    <Notice tone="good">
      Sent to <b>{visibleText(sentTo)}</b> at {clockTime(Date.parse(dispatched.dispatchedAt))}.
      Check the listener's own output for the result.
    </Notice>
  );
}
