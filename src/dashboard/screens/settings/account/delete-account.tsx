import { useState } from "react";
import { Button } from "../../../components/button.tsx";
import { Card } from "../../../components/card.tsx";
import { ConfirmDialog } from "../../../components/confirm-dialog.tsx";
import { countText } from "../../../inspect/size.ts";
import { useDeleteAccount, useUsage } from "../../../api/account-queries.ts";
import { useEndpoints } from "../../../api/endpoint-queries.ts";
import { errorMessage } from "../../../api/errors.ts";

export function DeleteAccount({ email }: { email: string }) {
  const [isOpen, setOpen] = useState(false);
  const deleting = useDeleteAccount();
  const close = () => {
    deleting.reset();
    setOpen(false);
  };
  return (
    <Card
      tone="danger"
      title="Delete account"
      description="Permanently deletes everything. Export your data first."
      actions={
        <Button tone="danger" onClick={() => setOpen(true)}>
          Delete account…
        </Button>
      }
    >
      <ConfirmDialog
        isOpen={isOpen}
        onClose={close}
        title="Delete this account?"
        description={<DeletionSummary />}
        confirmLabel="Delete account permanently"
        typed={email}
        onConfirm={() => deleting.mutate(email)}
        isBusy={deleting.isPending || deleting.isSuccess}
        problem={deleting.error ? errorMessage(deleting.error) : null}
      />
    </Card>
  );
}

function DeletionSummary() {
  const { data: usage } = useUsage();
  const { data: list } = useEndpoints();
  const requests = list?.endpoints.reduce((sum, { request_count }) => sum + request_count, 0) ?? 0;
  const endpoints = countText(usage?.endpoints.current ?? 0, "endpoint");
  const keys = countText(usage?.apiKeys.current ?? 0, "API key");
  return (
    <>
      This deletes {endpoints} with {countText(requests, "stored request")}, {keys} and all
      sessions. Senders get 404 and all connections are closed. This can't be undone.
    </>
  );
}
