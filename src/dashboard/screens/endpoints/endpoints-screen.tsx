import { useCallback, useState } from "react";
import type { EndpointList as List, EndpointRow } from "../../../client/index.ts";
import { Button } from "../../components/button.tsx";
import { Notice } from "../../components/notice.tsx";
import { PageHeading } from "../../components/page-heading.tsx";
import { Skeleton } from "../../components/skeleton.tsx";
import { useDialogTarget, type DialogTarget } from "../../components/use-dialog-target.ts";
import { countText, numberText } from "../../inspect/size.ts";
import { useUsage } from "../../api/account-queries.ts";
import { useEndpoints } from "../../api/endpoint-queries.ts";
import { useReadOnlyIds } from "../../api/read-only-queries.ts";
import { LoadProblem } from "../../shell/load-problem.tsx";
import { Page } from "../../shell/page.tsx";
import { CreateDialog } from "./create-dialog.tsx";
import { DeleteDialog } from "./delete-dialog.tsx";
import { EditDialog } from "./edit-dialog.tsx";
import type { ItemDialog } from "./endpoint-item.tsx";
import { EndpointList } from "./endpoint-list.tsx";
import { FirstWebhook } from "./first-webhook.tsx";
import { NoEndpoints } from "./no-endpoints.tsx";
import { PlanLinks } from "./plan-refusal.tsx";
import styles from "./endpoints-screen.module.css";

/** With more endpoints than this, the user knows how to send to one. */
const FEW = 3;

interface ItemAction {
  dialog: ItemDialog;
  endpoint: EndpointRow;
}

/** All endpoints of the account: the first screen. */
export function EndpointsScreen() {
  const { data, error, refetch } = useEndpoints({ isLive: true });
  const { data: usage } = useUsage();
  const [isCreating, setCreating] = useState(false);
  const { target, open, close } = useDialogTarget<ItemAction>();
  const openDialog = useCallback(
    (dialog: ItemDialog, endpoint: EndpointRow) => open({ dialog, endpoint }),
    [open],
  );
  const create = () => setCreating(true);
  const isEmpty = data?.endpoints.length === 0;
  const limit = usage?.endpoints.limit ?? Number.POSITIVE_INFINITY;
  const isFull = data !== undefined && data.total >= limit;
  return (
    <Page>
      <PageHeading
        title="Endpoints"
        aside={data && !isEmpty && <span className={styles.usage}>{usageLine(data)}</span>}
        actions={
          !isEmpty && (
            <Button tone="primary" icon="add" onClick={create} disabled={!data || isFull}>
              New endpoint
            </Button>
          )
        }
      />
      <div className={styles.notices}>
        {isFull && <FullNotice limit={limit} plan={usage?.plan.name ?? ""} total={data.total} />}
        {error && (
          <LoadProblem
            error={error}
            onRetry={() => void refetch()}
            stale={data && "The counts may be out of date."}
          />
        )}
      </div>
      {!data && !error && <Skeleton rows={3} rowHeight={72} />}
      {isEmpty && <NoEndpoints onCreate={create} />}
      {data && !isEmpty && <Endpoints endpoints={data.endpoints} onOpenDialog={openDialog} />}
      <CreateDialog isOpen={isCreating} onClose={() => setCreating(false)} />
      {target && <ItemActionDialog key={target.openCount} target={target} onClose={close} />}
    </Page>
  );
}

function ItemActionDialog({
  target,
  onClose,
}: {
  target: DialogTarget<ItemAction>;
  onClose(): void;
}) {
  const { item, isOpen } = target;
  const Dialog = item.dialog === "edit" ? EditDialog : DeleteDialog;
  return <Dialog endpoint={item.endpoint} isOpen={isOpen} onClose={onClose} />;
}

function Endpoints(props: {
  endpoints: readonly EndpointRow[];
  onOpenDialog(dialog: ItemDialog, endpoint: EndpointRow): void;
}) {
  const { endpoints } = props;
  const readOnly = useReadOnlyIds();
  // Until the first request arrives, show how to send one.
  const isNew =
    endpoints.length <= FEW && endpoints.every(({ request_count }) => request_count === 0);
  const receiving = endpoints.find(({ id, is_paused }) => !is_paused && !readOnly.has(id));
  return (
    <>
      {isNew && receiving && <FirstWebhook endpoint={receiving} />}
      <EndpointList {...props} />
    </>
  );
}

function FullNotice({ limit, plan, total }: { limit: number; plan: string; total: number }) {
  return (
    <Notice tone={total > limit ? "warn" : "info"}>
      {total > limit
        ? `Your ${plan} plan includes ${countText(limit, "endpoint")}. The newest endpoints beyond that are read-only: their history is kept, but they receive nothing. Delete some or upgrade. `
        : `All ${numberText(limit)} endpoints in your ${plan} plan are in use. Delete one or upgrade. `}
      <PlanLinks />.
    </Notice>
  );
}

function usageLine({ total, usage }: List): string {
  const { dailyRequests, dailyRequestsMax } = usage;
  const today =
    dailyRequestsMax === null
      ? countText(dailyRequests, "request")
      : `${numberText(dailyRequests)} of ${countText(dailyRequestsMax, "request")}`;
  return `${numberText(total)} active · ${today} today`;
}
