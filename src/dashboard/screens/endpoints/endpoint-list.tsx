import { useCallback, useDeferredValue, useEffect, useMemo, useState } from "react";
import { useSearchParams } from "wouter";
import type { EndpointRow } from "../../../client/index.ts";
import { Button } from "../../components/button.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { TextField } from "../../components/field.tsx";
import { countText, numberText } from "../../inspect/size.ts";
import { useReadOnlyIds } from "../../api/read-only-queries.ts";
import { EndpointItem, type EndpointItemProps } from "./endpoint-item.tsx";
import { findEndpoints } from "./find-endpoints.ts";
import { useIsInView } from "./use-is-in-view.ts";
import styles from "./endpoint-list.module.css";

/** Fewer are seen at a glance. */
const FILTER_FROM = 9;

/** More come as one scrolls: a thousand at once would be half a second of nothing. */
const STEP = 60;

export interface EndpointListProps {
  endpoints: readonly EndpointRow[];
  onOpenDialog: EndpointItemProps["onOpenDialog"];
}

/** The endpoints, newest first, and where there are many a way to find one. */
export function EndpointList({ endpoints, onOpenDialog }: EndpointListProps) {
  const [params, setParams] = useSearchParams();
  const text = params.get("q") ?? "";
  const setText = useCallback(
    (wanted: string) => setParams(wanted === "" ? {} : { q: wanted }, { replace: true }),
    [setParams],
  );
  // What is typed is there at once; the list follows.
  const wanted = useDeferredValue(text);
  const found = useMemo(() => findEndpoints(endpoints, wanted), [endpoints, wanted]);
  const isMany = endpoints.length >= FILTER_FROM || text !== "";
  return (
    <>
      {isMany && (
        <div className={styles.filter} role="search">
          <TextField
            label="Filter by alias or address"
            isLabelHidden
            type="search"
            placeholder="Filter by alias or address"
            value={text}
            onChange={setText}
          />
          <span className={styles.found} role="status">
            {wanted.trim() === ""
              ? countText(endpoints.length, "endpoint")
              : `${numberText(found.length)} of ${countText(endpoints.length, "endpoint")}`}
          </span>
        </div>
      )}
      {found.length === 0 ? (
        <EmptyState
          icon="search"
          title="None has that"
          actions={<Button onClick={() => setText("")}>Show all</Button>}
        >
          No alias and no address contains what you typed.
        </EmptyState>
      ) : (
        // Another filter begins at the top again.
        <Items key={wanted} endpoints={found} onOpenDialog={onOpenDialog} />
      )}
    </>
  );
}

function Items({ endpoints, onOpenDialog }: EndpointListProps) {
  const readOnly = useReadOnlyIds();
  const [shown, setShown] = useState(STEP);
  const more = useCallback(() => setShown((count) => count + STEP), []);
  return (
    <>
      <ul className={styles.list} aria-label="Endpoints">
        {endpoints.slice(0, shown).map((endpoint) => (
          <EndpointItem
            key={endpoint.id}
            endpoint={endpoint}
            isReadOnly={readOnly.has(endpoint.id)}
            onOpenDialog={onOpenDialog}
          />
        ))}
      </ul>
      {/* Anew after each step: where it is in view still, it is so again. */}
      {shown < endpoints.length && (
        <More key={shown} left={endpoints.length - shown} onMore={more} />
      )}
    </>
  );
}

/** Shows more as it comes into view; a button for who does not scroll. */
function More({ left, onMore }: { left: number; onMore(): void }) {
  const [place, isInView] = useIsInView<HTMLDivElement>();
  useEffect(() => {
    if (isInView) onMore();
  }, [isInView, onMore]);
  return (
    <div ref={place} className={styles.more}>
      <Button onClick={onMore}>Show more</Button>
      <span className={styles.found}>{numberText(left)} more</span>
    </div>
  );
}
