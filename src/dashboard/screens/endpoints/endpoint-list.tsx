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

/** A list shorter than this needs no filter. */
const FILTER_FROM = 9;

/** Items are rendered in steps while scrolling: a thousand at once would block for half a second. */
const STEP = 60;

export interface EndpointListProps {
  endpoints: readonly EndpointRow[];
  onOpenDialog: EndpointItemProps["onOpenDialog"];
}

/** The endpoints, newest first, with a filter if there are many. */
export function EndpointList({ endpoints, onOpenDialog }: EndpointListProps) {
  const [params, setParams] = useSearchParams();
  const text = params.get("q") ?? "";
  const setText = useCallback(
    (wanted: string) => setParams(wanted === "" ? {} : { q: wanted }, { replace: true }),
    [setParams],
  );
  // Typing stays responsive; the list may lag behind.
  const wanted = useDeferredValue(text);
  const found = useMemo(() => findEndpoints(endpoints, wanted), [endpoints, wanted]);
  const isMany = endpoints.length >= FILTER_FROM || text !== "";
  return (
    <>
      {isMany && (
        <div className={styles.filter} role="search">
          <TextField
            label="Filter by alias or URL"
            isLabelHidden
            type="search"
            placeholder="Filter by alias or URL"
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
          title="No endpoint matches"
          actions={<Button onClick={() => setText("")}>Clear filter</Button>}
        >
          No alias or URL contains this text.
        </EmptyState>
      ) : (
        // A new filter starts at the top again.
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
      {/* Remounted after each step, so that it triggers again if it is still in view. */}
      {shown < endpoints.length && (
        <More key={shown} left={endpoints.length - shown} onMore={more} />
      )}
    </>
  );
}

/** Shows more items when it scrolls into view, or when pressed. */
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
