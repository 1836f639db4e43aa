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

// Loaded separately, with all the body views, so that the list is shown first.
const RequestPane = lazy(async () => {
  const module = await import("../request/request-pane.tsx");
  return { default: module.RequestPane };
});

/** The requests of an endpoint as they arrive. An open request is shown beside the list or over it. */
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
  // Before the first request there is nothing to select.
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

/** Fills the pane beside the list while no request is open. */
function NoSelection() {
  return (
    <section className={styles.none} aria-label="Request">
      <h2 className={styles.noneTitle}>No request selected</h2>
      <p className={styles.noneText}>Select a request to see its headers, query and body.</p>
      <KeyList />
    </section>
  );
}

/** How many stored requests match the filter. */
function Total({ snapshot }: { snapshot: FeedSnapshot }) {
  return <span className={styles.total}>{totalText(snapshot)}</span>;
}

function totalText({ isLoaded, rows, total, filter }: FeedSnapshot): string {
  if (!isLoaded) return "";
  if (total === null) return rows.length === 0 ? "" : `${matchesText(rows.length)} so far`;
  return isFiltering(filter) ? matchesText(total) : countText(total, "request");
}

function matchesText(count: number): string {
  return count === 1 ? "1 match" : `${numberText(count)} matches`;
}
