import { useState } from "react";
import { Button, IconButton } from "../../../components/button.tsx";
import { CopyButton } from "../../../components/copy-button.tsx";
import { MAX_INLINE_BYTES } from "../../../inspect/curl.ts";
import type { CapturedRequest } from "../../../../protocol/captured-request.ts";
import { CurlDialog } from "./curl-dialog.tsx";
import { curlOf } from "./curl-of.ts";
import { useCurlTarget } from "./curl-target.ts";
import styles from "./curl.module.css";

/** Copies the command directly if it is complete. Otherwise opens the dialog with what else is needed. */
export function CurlButton({ request }: { request: CapturedRequest }) {
  const [isOpen, setOpen] = useState(false);
  const target = useCurlTarget();
  const isReady =
    request.size <= MAX_INLINE_BYTES && (target.to === "endpoint" || target.base !== null);
  const open = () => setOpen(true);
  return (
    <span className={styles.group}>
      {isReady ? (
        <CopyButton
          text={() => curlOf(request, target)?.command ?? ""}
          what="curl command"
          label="Copy as curl"
        />
      ) : (
        <Button icon="copy" size="small" onClick={open}>
          Copy as curl
        </Button>
      )}
      <IconButton icon="settings" size="small" label="curl options" onClick={open} />
      <CurlDialog request={request} isOpen={isOpen} onClose={() => setOpen(false)} />
    </span>
  );
}
