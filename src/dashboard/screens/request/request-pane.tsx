import { useEffect, useRef, useState } from "react";
import { Button } from "../../components/button.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { Notice } from "../../components/notice.tsx";
import { hasCode } from "../../api/errors.ts";
import { useRequest } from "../../api/request-queries.ts";
import { LoadProblem } from "../../shell/load-problem.tsx";
import { PaneBar, type PaneBarProps } from "./pane-bar.tsx";
import { RequestDetail, type TabName } from "./request-detail.tsx";
import { Skeleton } from "../../components/skeleton.tsx";
import styles from "./request-pane.module.css";

export interface RequestPaneProps extends PaneBarProps {
  endpointId: string;
  /** Called after the request was deleted here. The pane then closes itself. */
  onDeleted?: ((requestId: string) => void) | undefined;
}

/**
 * One request, beside the list that it was opened from. It fills its container and scrolls inside.
 * It handles the keys R and C; J, K and Escape belong to the list. Do not give it a `key`: for
 * another request it keeps the open tab.
 *
 * @example
 * <RequestPane endpointId={id} requestId={chosen} onClose={() => choose(null)}
 *   onPrevious={above && (() => choose(above.id))} onNext={below && (() => choose(below.id))}
 *   onDeleted={(gone) => feed.remove([gone])} />
 */
export function RequestPane(props: RequestPaneProps) {
  const { requestId } = props;
  const scroller = useRef<HTMLDivElement>(null);
  useEffect(() => {
    scroller.current?.scrollTo(0, 0);
  }, [requestId]);
  return (
    <section className={styles.pane} aria-label="Request">
      <PaneBar {...props} />
      <div ref={scroller} className={styles.scroller}>
        <Content {...props} />
      </div>
    </section>
  );
}

function Content({ endpointId, requestId, onClose, onDeleted }: RequestPaneProps) {
  const query = useRequest(requestId);
  // Kept when another request is opened. The secret is stored nowhere else and is lost with the pane.
  const [tab, setTab] = useState<TabName>("body");
  const [secret, setSecret] = useState("");
  const { data: request, error } = query;
  if (request?.endpointId === endpointId) {
    return (
      <RequestDetail
        key={request.id}
        request={request}
        tab={tab}
        onTab={setTab}
        secret={secret}
        onSecret={setSecret}
        onDeleted={() => {
          onDeleted?.(request.id);
          onClose?.();
        }}
      />
    );
  }
  if (request || hasCode(error, "request_not_found")) return <Gone onClose={onClose} />;
  if (error) {
    return <LoadProblem error={error} onRetry={() => void query.refetch()} />;
  }
  if (query.fetchStatus === "paused") {
    return (
      <Notice tone="warn">You are offline. The request loads when you are back online.</Notice>
    );
  }
  return <PaneSkeleton />;
}

function Gone({ onClose }: { onClose: (() => void) | undefined }) {
  return (
    <EmptyState
      icon="inbox"
      title="Request not found"
      actions={onClose && <Button onClick={onClose}>Close</Button>}
    >
      It was deleted, or it is older than your plan's history.
    </EmptyState>
  );
}

/** As tall as the loaded content, so that nothing moves when it loads. */
function PaneSkeleton() {
  return (
    <div className={styles.skeleton}>
      <div className={styles.headSkeleton}>
        <Skeleton rows={1} rowHeight={28} />
      </div>
      <div className={styles.actionsSkeleton}>
        <Skeleton rows={1} rowHeight={28} />
      </div>
      <Skeleton rows={1} rowHeight={FACTS_PX} />
      <div className={styles.tabsSkeleton}>
        <Skeleton rows={1} rowHeight={240} />
      </div>
    </div>
  );
}

/** The height of four rows. */
const FACTS_PX = 124;
