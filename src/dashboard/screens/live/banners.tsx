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

/** What keeps requests from appearing, and what to do about it. Nothing where nothing does. */
export function Banners({ endpoint, endpointId, state, feed }: BannersProps) {
  const isReadOnly = useReadOnlyIds().has(endpointId);
  return (
    <div className={styles.banners}>
      <StateBanner endpointId={endpointId} state={state} feed={feed} />
      {isReadOnly && (
        <Notice tone="warn" actions={<LinkButton to="/settings/usage">Plan and usage</LinkButton>}>
          Your plan no longer includes this endpoint: webhooks are refused, what came before stays.
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
      return <Notice tone="info">Catching up on what came meanwhile…</Notice>;
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
          actions={<RetryButton onClick={() => feed.reconnect()}>Connect now</RetryButton>}
        >
          <strong>Disconnected.</strong> What comes meanwhile is stored, and appears here
          afterwards. <RetryIn at={state.retryAt} />
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
  const again = <RetryButton onClick={() => feed.reconnect()}>Connect again</RetryButton>;
  switch (code) {
    case "endpoint_gone":
    case "endpoint_not_found":
      return (
        <Notice tone="bad" actions={<LinkButton to="/">All endpoints</LinkButton>}>
          <strong>This endpoint is gone.</strong> It was deleted or has expired; nothing more comes.
        </Notice>
      );
    case "disconnected":
      return (
        <Notice tone="warn" actions={again}>
          <strong>This page was disconnected</strong> by somebody of your account.
        </Notice>
      );
    case "plan_limit_lowered":
      return (
        <Notice tone="warn" actions={again}>
          <strong>Your plan now allows fewer listeners.</strong> This page gave up its place.
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
          Accept webhooks again
        </Button>
      }
    >
      <strong>This endpoint is paused:</strong> its senders are refused with 403.
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
