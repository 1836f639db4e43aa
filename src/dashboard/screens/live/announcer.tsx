import { useEffect, useRef, useState } from "react";
import { countText } from "../../inspect/size.ts";
import type { FeedSnapshot } from "../../feed/feed.ts";
import { indexOfSeq } from "../../feed/rows.ts";

/** Announcing more often would drown out everything else. */
const PAUSE_MS = 5_000;

/** Announces new requests to screen readers. */
export function Announcer({ snapshot }: { snapshot: FeedSnapshot }) {
  const { rows, isLoaded } = snapshot;
  const newest = rows[0]?.seq ?? 0;
  const [text, setText] = useState("");
  const announcedSeq = useRef<number | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const latest = useRef(rows);
  useEffect(() => {
    latest.current = rows;
    if (!isLoaded) announcedSeq.current = null;
    else announcedSeq.current ??= newest;
    const isNews = announcedSeq.current !== null && newest > announcedSeq.current;
    if (!isNews || timer.current !== undefined) return;
    timer.current = setTimeout(() => {
      timer.current = undefined;
      const last = announcedSeq.current;
      const count = last === null ? 0 : indexOfSeq(latest.current, last);
      announcedSeq.current = latest.current[0]?.seq ?? last;
      if (count > 0) setText(countText(count, "new request"));
    }, PAUSE_MS);
  }, [rows, newest, isLoaded]);
  useEffect(() => () => clearTimeout(timer.current), []);
  return (
    <p className="visually-hidden" role="status" aria-label="New requests">
      {text}
    </p>
  );
}
