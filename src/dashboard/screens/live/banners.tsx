import type { ReactNode } from "react";
import type { EndpointRow } from "../../../client/index.ts";
import { Button } from "../../components/button.tsx";
import { LinkButton } from "../../components/link-button.tsx";
import { Notice } from "../../components/notice.tsx";
import { showToast } from "../../components/toast.tsx";
import type { Feed } from "../../feed/feed.ts";
import type { FeedState } from "../../feed/state.ts";
import { useUpdateEndpoint } from "../../api/endpoint-queries.ts";
import { errorMessage } from "../../api/errors.ts";
import { LimitBanner } from "./limit-banner.tsx";
import { RetryIn } from "./retry-in.tsx";
import { useReadOnlyIds } from "../../api/read-only-queries.ts";
import styles from "./banners.module.css";

export interface BannersProps {
  endpoint: EndpointRow | undefined;
  endpointId: string;
  state: FeedState;
  feed: Feed;
}

/** Explains why no requests appear, and what to do about it. Empty if all is well. */
export function Banners({ endpoint, endpointId, state, feed }: BannersProps) {
  const isReadOnly = useReadOnlyIds().has(endpointId);
  return (
    <div className={styles.banners}>
      <StateBanner endpointId={endpointId} state={state} feed={feed} />
      {isReadOnly && (
        <Notice tone="warn" actions={<LinkButton to="/settings/usage">Plan and usage</LinkButton>}>
          This endpoint is beyond your plan's limit. Webhooks are refused; its history is kept.
        </Notice>
      )}
      {endpoint?.is_paused && <PausedBanner endpointId={endpointId} />}
    </div>
  );
}

function StateBanner({ endpointId, state, feed }: Omit<BannersProps, "endpoint">) {
  switch (state.is) {
    case "loading":
    case "connecting":
    case "live":
      return null;
    case "catching-up":
      return <Notice tone="info">Loading missed requests…</Notice>;
    case "failed":
      return (
        <Notice
          tone="bad"
          actions={<RetryButton onClick={() => feed.retry()}>Try again</RetryButton>}
        >
          {errorMessage(state.error)}
        </Notice>
      );
    case "waiting":
      return (
        <Notice
          tone="warn"
          actions={<RetryButton onClick={() => feed.reconnect()}>Reconnect now</RetryButton>}
        >
          <strong>Disconnected.</strong> Requests are still stored and will appear here after you
          reconnect. <RetryIn at={state.retryAt} />
        </Notice>
      );
    case "limit-reached":
      return <LimitBanner endpointId={endpointId} retryAt={state.retryAt} feed={feed} />;
    case "closed":
      return <ClosedBanner code={state.error?.code ?? null} error={state.error} feed={feed} />;
  }
}

function ClosedBanner(props: { code: string | null; error: unknown; feed: Feed }) {
  const { code, error, feed } = props;
  const again = <RetryButton onClick={() => feed.reconnect()}>Reconnect</RetryButton>;
  switch (code) {
    case "endpoint_gone":
    case "endpoint_not_found":
      return (
        <Notice tone="bad" actions={<LinkButton to="/">All endpoints</LinkButton>}>
          <strong>This endpoint no longer exists.</strong> It was deleted or has expired.
        </Notice>
      );
    case "disconnected":
      return (
        <Notice tone="warn" actions={again}>
          <strong>This page was disconnected</strong> by someone on your account.
        </Notice>
      );
    case "plan_limit_lowered":
      return (
        <Notice tone="warn" actions={again}>
          <strong>Your plan now allows fewer listeners.</strong> This page was disconnected.
        </Notice>
      );
    default:
      return (
        <Notice tone="bad" actions={again}>
          {errorMessage(error)}
        </Notice>
      );
  }
}

function PausedBanner({ endpointId }: { endpointId: string }) {
  const updating = useUpdateEndpoint(endpointId);
  const resume = () =>
    updating.mutate(
      { isPaused: false },
      { onError: (error) => showToast({ tone: "bad", text: errorMessage(error) }) },
    );
  return (
    <Notice
      tone="warn"
      icon="pause"
      actions={
        <Button size="small" isBusy={updating.isPending} onClick={resume}>
          Resume receiving
        </Button>
      }
    >
      <strong>This endpoint is paused.</strong> Senders get 403 and nothing is stored.
    </Notice>
  );
}

function RetryButton({ children, onClick }: { children: ReactNode; onClick(): void }) {
  return (
    <Button size="small" onClick={onClick}>
      {children}
    </Button>
  );
}
