import { useEffect } from "react";
import { Link } from "wouter";
import { IconButton } from "../../components/button.tsx";
import { classes } from "../../components/classes.ts";
import { numberText } from "../../inspect/size.ts";
import type { Feed, FeedSnapshot } from "../../feed/feed.ts";
import type { FeedState } from "../../feed/state.ts";
import { useListeners } from "../../api/listener-queries.ts";
import { KeysHelp } from "./keys-help.tsx";
import styles from "./live-status.module.css";

/** The state of the connection and the number of listeners. */
export function LiveStatus(props: { endpointId: string; snapshot: FeedSnapshot; feed: Feed }) {
  const { endpointId, snapshot, feed } = props;
  const { isPaused, state } = snapshot;
  // Fetched earlier, the list would not include this page.
  const isSettled = state.is !== "loading" && state.is !== "connecting";
  return (
    <div className={styles.status}>
      <ConnectionState state={state} isPaused={isPaused} />
      {isSettled && <Listeners endpointId={endpointId} state={state} />}
      <span className={styles.buttons}>
        <IconButton
          icon={isPaused ? "play" : "pause"}
          label={isPaused ? "Resume" : "Pause"}
          onClick={() => (isPaused ? feed.resume() : feed.pause())}
        />
        <KeysHelp />
      </span>
    </div>
  );
}

const STATES: Readonly<Record<FeedState["is"], readonly [text: string, tone: string]>> = {
  loading: ["Loading", "quiet"],
  connecting: ["Connecting", "quiet"],
  "catching-up": ["Catching up", "warn"],
  live: ["Live", "good"],
  waiting: ["Disconnected", "bad"],
  "limit-reached": ["Not connected", "bad"],
  failed: ["Failed to load", "bad"],
  closed: ["Closed", "bad"],
};

function ConnectionState({ state, isPaused }: { state: FeedState; isPaused: boolean }) {
  const isHeldBack = isPaused && state.is === "live";
  const [text, tone] = isHeldBack ? ["Paused", "warn"] : STATES[state.is];
  return (
    <span className={styles.state} role="status" aria-label="Connection">
      <span className={classes(styles.dot, styles[tone])} />
      {text}
    </span>
  );
}

function Listeners({ endpointId, state }: { endpointId: string; state: FeedState }) {
  const { data, refetch } = useListeners(endpointId);
  // This page itself has just connected or disconnected.
  useEffect(() => {
    if (state.is === "live" || state.is === "closed") void refetch();
  }, [state.is, refetch]);
  if (!data) return null;
  const { listeners, max } = data;
  return (
    <Link href={`/endpoints/${endpointId}/listeners`} className={styles.listeners}>
      {listeners.length} of {numberText(max)} {max === 1 ? "listener" : "listeners"}
    </Link>
  );
}
