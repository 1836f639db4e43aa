import { useState } from "react";
import { Button, IconButton } from "../../components/button.tsx";
import { CopyButton } from "../../components/copy-button.tsx";
import { KeyHint } from "../../components/key-hint.tsx";
import { useShortcuts } from "../../components/use-shortcuts.ts";
import type { CapturedRequest } from "../../../protocol/captured-request.ts";
import { CurlButton } from "./curl/curl-button.tsx";
import { DeleteRequestDialog } from "./delete-request-dialog.tsx";
import { PickDialog } from "./pick/pick-dialog.tsx";
import { ReplayDialog } from "./replay/replay-dialog.tsx";
import styles from "./request-actions.module.css";

type Open = "replay" | "compare" | "delete" | null;

export interface RequestActionsProps {
  request: CapturedRequest;
  onDeleted(): void;
}

export function RequestActions({ request, onDeleted }: RequestActionsProps) {
  const [open, setOpen] = useState<Open>(null);
  const close = () => setOpen(null);
  useShortcuts({ r: () => setOpen("replay"), c: () => setOpen("compare") });
  return (
    <div className={styles.actions} role="group" aria-label="Actions">
      <span className={styles.withKey}>
        <Button size="small" tone="primary" icon="replay" onClick={() => setOpen("replay")}>
          Replay
        </Button>
        <KeyHint keys={["R"]} />
      </span>
      <CurlButton request={request} />
      <Button size="small" icon="compare" onClick={() => setOpen("compare")}>
        Compare
      </Button>
      <CopyButton text={() => linkTo(request)} what="link to this request" label="Copy link" />
      <span className={styles.last}>
        <IconButton
          icon="trash"
          size="small"
          label="Delete request"
          onClick={() => setOpen("delete")}
        />
      </span>
      <ReplayDialog request={request} isOpen={open === "replay"} onClose={close} />
      <PickDialog request={request} isOpen={open === "compare"} onClose={close} />
      <DeleteRequestDialog
        request={request}
        isOpen={open === "delete"}
        onClose={close}
        onDeleted={onDeleted}
      />
    </div>
  );
}

function linkTo({ endpointId, id }: CapturedRequest): string {
  return `${globalThis.location.origin}/endpoints/${endpointId}?request=${id}`;
}
