import { lazy, Suspense, useRef } from "react";
import { Skeleton } from "../../components/skeleton.tsx";
import { PageHeading } from "../../components/page-heading.tsx";
import { useFeed } from "../../feed/use-feed.ts";
import { useEndpoint } from "../../api/endpoint-queries.ts";
import { endpointName } from "../../shell/endpoint-name.ts";
import { Announcer } from "./announcer.tsx";
import { Banners } from "./banners.tsx";
import { FilterBar } from "./filter-bar.tsx";
import { LiveStatus } from "./live-status.tsx";
import { Panes } from "./panes.tsx";
import { RequestArea } from "./request-area.tsx";
import { useLiveUrl } from "./use-live-url.ts";
import { BESIDE, useMedia } from "./use-media.ts";
import { useShortcuts } from "../../components/use-shortcuts.ts";
import { useTitleCount } from "./use-title-count.ts";
import { KeyList } from "./keys-help.tsx";
import { countText, numberText } from "../../inspect/size.ts";
import type { FeedSnapshot } from "../../feed/feed.ts";
import { isFiltering } from "../../feed/filter.ts";
import styles from "./live-screen.module.css";

// With it come the views of a body: the list is there before them.
const RequestPane = lazy(async () => {
  const module = await import("../request/request-pane.tsx");
  return { default: module.RequestPane };
});

/** The requests of an endpoint as they come, and one of them beside the list or in its place. */
export function LiveScreen({ endpointId }: { endpointId: string }) {
  const { filter, openId, setFilter, open, close } = useLiveUrl();
  const [snapshot, feed] = useFeed(endpointId, filter);
  const { data: endpoint } = useEndpoint(endpointId);
  const search = useRef<HTMLInputElement>(null);
  const isBeside = useMedia(BESIDE);
  const title = endpoint ? endpointName(endpoint) : "Live";
  useTitleCount(title, snapshot);
  useShortcuts({
    "/": () => search.current?.focus(),
    p: () => (snapshot.isPaused ? feed.resume() : feed.pause()),
    Escape: close,
  });

  const list = (
    <RequestArea
      {...{ endpointId, endpoint, snapshot, feed, openId }}
      onOpen={open}
      onClear={() => setFilter({ q: "", method: "", since: "", until: "" })}
    />
  );
  // Before the first request has come there is nothing to choose from.
  const hasNothing = snapshot.total === 0;
  const beside = isBeside && !hasNothing ? <NoSelection /> : null;
  const at = openId === null ? -1 : snapshot.rows.findIndex(({ id }) => id === openId);
  const [newer, older] = at === -1 ? [] : [snapshot.rows[at - 1], snapshot.rows[at + 1]];
  const pane =
    openId === null ? (
      beside
    ) : (
      <Suspense fallback={<PaneLoading />}>
        <RequestPane
          endpointId={endpointId}
          requestId={openId}
          onClose={close}
          onPrevious={newer && (() => open(newer.id))}
          onNext={older && (() => open(older.id))}
          onDeleted={(id) => feed.remove([id])}
        />
      </Suspense>
    );
  return (
    <div className={styles.screen}>
      <PageHeading title={title} isHidden />
      <div className={styles.bar} data-covered={(openId !== null && !isBeside) || undefined}>
        <FilterBar filter={filter} onFilter={setFilter} searchRef={search} />
        <Total snapshot={snapshot} />
        <LiveStatus {...{ endpointId, snapshot, feed }} />
      </div>
      <Banners {...{ endpoint, endpointId, feed }} state={snapshot.state} />
      <Panes list={list} pane={pane} isBeside={isBeside} onBack={close} />
      <Announcer snapshot={snapshot} />
    </div>
  );
}

function PaneLoading() {
  return (
    <div className={styles.loading}>
      <Skeleton rows={4} rowHeight={28} />
    </div>
  );
}

/** Beside the list, where none of its requests is open yet. */
function NoSelection() {
  return (
    <section className={styles.none} aria-label="Request">
      <h2 className={styles.noneTitle}>Choose a request</h2>
      <p className={styles.noneText}>Its headers, query and body show here.</p>
      <KeyList />
    </section>
  );
}

/** How many are stored that the filter lets through. It grows to the right, where nothing stands. */
function Total({ snapshot }: { snapshot: FeedSnapshot }) {
  return <span className={styles.total}>{totalText(snapshot)}</span>;
}

function totalText({ total, filter }: FeedSnapshot): string {
  if (total === null) return "";
  if (!isFiltering(filter)) return countText(total, "request");
  return total === 1 ? "1 match" : `${numberText(total)} matches`;
}
