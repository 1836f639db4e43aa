import { lazy, Suspense, useRef, type ReactNode } from "react";
import { IconButton } from "../../components/button.tsx";
import { Skeleton } from "../../components/skeleton.tsx";
import { PageHeading } from "../../components/page-heading.tsx";
import { useFeed } from "../../live/use-feed.ts";
import { useEndpoint } from "../../server/endpoint-queries.ts";
import { nameOf } from "../../shell/endpoint-name.ts";
import { Announcer } from "./announcer.tsx";
import { Banners } from "./banners.tsx";
import { FilterBar } from "./filter-bar.tsx";
import { LiveStatus } from "./live-status.tsx";
import { NoRequestChosen } from "./no-request-chosen.tsx";
import { RequestArea } from "./request-area.tsx";
import { Split } from "./split.tsx";
import { useLiveAddress } from "./use-live-address.ts";
import { BESIDE, useMedia } from "./use-media.ts";
import { useShortcuts } from "./use-shortcuts.ts";
import { useTitleCount } from "./use-title-count.ts";
import styles from "./live-screen.module.css";

// With it come the views of a body: the list is there before them.
const RequestPane = lazy(async () => {
  const module = await import("../request/request-pane.tsx");
  return { default: module.RequestPane };
});

/** The requests of an endpoint as they come, and one of them beside the list or in its place. */
export function LiveScreen({ endpointId }: { endpointId: string }) {
  const { filter, openId, setFilter, open, close } = useLiveAddress();
  const [snapshot, feed] = useFeed(endpointId, filter);
  const { data: endpoint } = useEndpoint(endpointId);
  const search = useRef<HTMLInputElement>(null);
  const isBeside = useMedia(BESIDE);
  const title = endpoint ? nameOf(endpoint) : "Live";
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
  const pane = openId !== null && (
    <Suspense fallback={<PaneLoading />}>
      <RequestPane key={openId} endpointId={endpointId} requestId={openId} onClose={close} />
    </Suspense>
  );
  const isEmpty = snapshot.total === 0 && openId === null;
  return (
    <div className={styles.screen}>
      <PageHeading title={title} isHidden />
      <div className={styles.bar}>
        <FilterBar filter={filter} onFilter={setFilter} searchRef={search} />
        <LiveStatus {...{ endpointId, snapshot, feed }} />
      </div>
      <Banners {...{ endpoint, endpointId, feed }} state={snapshot.state} />
      {isBeside && !isEmpty ? (
        <Split
          list={list}
          pane={<div className={styles.pane}>{pane || <NoRequestChosen />}</div>}
        />
      ) : (
        <Stacked list={list} pane={isBeside ? null : pane} onBack={close} />
      )}
      <Announcer snapshot={snapshot} />
    </div>
  );
}

/** Where there is no room beside it, the request covers the list, which keeps its place below. */
function Stacked({ list, pane, onBack }: { list: ReactNode; pane: ReactNode; onBack(): void }) {
  return (
    <div className={styles.stack}>
      <div className={styles.under} data-covered={pane ? true : undefined}>
        {list}
      </div>
      {pane && (
        <div className={styles.over}>
          <div className={styles.back}>
            <IconButton icon="back" label="Back to the list" onClick={onBack} />
            <span>All requests</span>
          </div>
          <div className={styles.pane}>{pane}</div>
        </div>
      )}
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
