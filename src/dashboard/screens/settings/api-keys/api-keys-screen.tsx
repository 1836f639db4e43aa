import { useState } from "react";
import type { ApiKey, Usage } from "../../../../client/index.ts";
import { Button } from "../../../components/button.tsx";
import { Notice } from "../../../components/notice.tsx";
import { PageHeading } from "../../../components/page-heading.tsx";
import { PageLinkButton } from "../../../components/link-button.tsx";
import { Skeleton } from "../../../components/skeleton.tsx";
import { useUsage } from "../../../api/account-queries.ts";
import { useEndpoints } from "../../../api/endpoint-queries.ts";
import { useKeys, useRevokeKey } from "../../../api/key-queries.ts";
import { countText } from "../../../inspect/size.ts";
import { LoadProblem } from "../../../shell/load-problem.tsx";
import { RevokeDialog } from "../revoke-dialog.tsx";
import { Rows } from "../rows.tsx";
import { FreshKeyDialog } from "./fresh-key-dialog.tsx";
import { keyName, suspendedIds } from "./key-facts.ts";
import { KeyRow } from "./key-row.tsx";
import { NewKeyDialog } from "./new-key-dialog.tsx";
import { NoKeys } from "./no-keys.tsx";
import { RenameDialog } from "./rename-dialog.tsx";
import { RotateDialog } from "./rotate-dialog.tsx";
import styles from "./api-keys-screen.module.css";

/** The open dialog and its key. */
type Open = { dialog: "rename" | "rotate" | "revoke"; key: ApiKey } | null;

export function ApiKeysScreen() {
  const { data: keys, error, refetch } = useKeys();
  const { data: usage } = useUsage();
  const { data: list } = useEndpoints();
  const [isCreating, setCreating] = useState(false);
  const [open, setOpen] = useState<Open>(null);
  const revoking = useRevokeKey();
  const close = () => setOpen(null);
  const of = (dialog: "rename" | "rotate" | "revoke") =>
    open?.dialog === dialog ? open.key : null;
  const suspended = suspendedIds(keys ?? [], usage);
  const revoked = of("revoke");
  return (
    <>
      <PageHeading
        title="API keys"
        aside={usage && usage.apiKeys.limit > 0 && <Count usage={usage} />}
        actions={
          keys &&
          keys.length > 0 && (
            <Button
              tone="primary"
              icon="add"
              disabled={!usage || isFull(usage)}
              onClick={() => setCreating(true)}
            >
              New key
            </Button>
          )
        }
      />
      {error && !keys && <LoadProblem error={error} onRetry={() => void refetch()} />}
      {(!keys || !usage) && !error && <Skeleton rows={3} rowHeight={64} />}
      {keys && usage && keys.length > 0 && isFull(usage) && <Full usage={usage} />}
      {keys?.length === 0 && usage && (
        <NoKeys max={usage.apiKeys.limit} onCreate={() => setCreating(true)} />
      )}
      {keys && usage && keys.length > 0 && (
        <Rows label="API keys">
          {keys.map((key) => (
            <KeyRow
              key={key.id}
              apiKey={key}
              endpoints={list?.endpoints ?? []}
              isSuspended={suspended.has(key.id)}
              onRename={() => setOpen({ dialog: "rename", key })}
              onRotate={() => setOpen({ dialog: "rotate", key })}
              onRevoke={() => setOpen({ dialog: "revoke", key })}
            />
          ))}
        </Rows>
      )}
      <NewKeyDialog isOpen={isCreating} onClose={() => setCreating(false)} />
      <RenameDialog target={of("rename")} onClose={close} />
      <RotateDialog target={of("rotate")} onClose={close} />
      <RevokeDialog
        target={revoked && { id: revoked.id, name: keyName(revoked) }}
        onClose={close}
        revoking={revoking}
        description="The key stops working and its open connections are closed immediately. This can't be undone."
        confirmLabel="Revoke key"
      />
      <FreshKeyDialog />
    </>
  );
}

function isFull({ apiKeys }: Usage): boolean {
  return apiKeys.current >= apiKeys.limit;
}

function Count({ usage: { apiKeys } }: { usage: Usage }) {
  return (
    <span className={styles.count}>
      {apiKeys.current} of {apiKeys.limit}
    </span>
  );
}

function Full({ usage: { apiKeys, plan } }: { usage: Usage }) {
  const isOver = apiKeys.current > apiKeys.limit;
  const has = `Your ${plan.name} plan includes ${countText(apiKeys.limit, "API key")}.`;
  return (
    <div className={styles.notice}>
      <Notice
        tone="warn"
        actions={
          <PageLinkButton href="/pricing" size="small">
            Compare plans
          </PageLinkButton>
        }
      >
        {has}{" "}
        {isOver ? "The newest keys beyond that are suspended." : "Revoke one to create another."}
      </Notice>
    </div>
  );
}
