import type { EndpointRow } from "../../../client/index.ts";
import { Button } from "../../components/button.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { Skeleton } from "../../components/skeleton.tsx";
import type { Feed, FeedSnapshot } from "../../feed/feed.ts";
import { isFiltering } from "../../feed/filter.ts";
import { countText } from "../../inspect/size.ts";
import { FirstWebhook } from "../endpoints/first-webhook.tsx";
import { RequestList } from "./request-list.tsx";
import { SearchOn } from "./search-on.tsx";
import styles from "./request-area.module.css";

export interface RequestAreaProps {
  endpoint: EndpointRow | undefined;
  snapshot: FeedSnapshot;
  feed: Feed;
  openId: string | null;
  onOpen(id: string): void;
  onClear(): void;
}

/** The list or, if it is empty, the reason and what to do. */
export function RequestArea(props: RequestAreaProps) {
  const { endpoint, snapshot, feed, openId, onOpen, onClear } = props;
  return (
    <section className={styles.area} aria-label="Requests">
      {snapshot.rows.length > 0 ? (
        <RequestList {...{ snapshot, feed, openId, onOpen }} />
      ) : (
        <div className={styles.scroll}>
          <EmptyList {...{ endpoint, snapshot, feed, onClear }} />
        </div>
      )}
      {snapshot.isPaused && <PausedPill snapshot={snapshot} onResume={() => feed.resume()} />}
    </section>
  );
}

function EmptyList(props: Pick<RequestAreaProps, "endpoint" | "snapshot" | "feed" | "onClear">) {
  const { endpoint, snapshot, feed, onClear } = props;
  if (!snapshot.isLoaded) {
    // If loading failed, a banner says so.
    return snapshot.state.is === "failed" ? null : <Skeleton rows={8} rowHeight={28} />;
  }
  if (!isFiltering(snapshot.filter)) return endpoint && <FirstWebhook endpoint={endpoint} />;
  if (snapshot.hasOlder) {
    return (
      <EmptyState icon="search" title="No match so far">
        <SearchOn snapshot={snapshot} onSearchOn={() => void feed.loadOlder()} />
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon="filter"
      title="No matching requests"
      actions={<Button onClick={onClear}>Clear filter</Button>}
    >
      No stored request matches this filter. New ones that match will appear here.
    </EmptyState>
  );
}

function PausedPill({ snapshot, onResume }: { snapshot: FeedSnapshot; onResume(): void }) {
  const { arrivedWhilePaused } = snapshot;
  return (
    <div className={styles.paused}>
      <Button size="small" icon="play" onClick={onResume}>
        Resume
      </Button>
      <span className={styles.waiting}>
        Paused
        {arrivedWhilePaused > 0 && ` · ${countText(arrivedWhilePaused, "request")} waiting`}
      </span>
    </div>
  );
}
