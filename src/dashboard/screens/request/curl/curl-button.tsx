import { useState } from "react";
import { Button, IconButton } from "../../../components/button.tsx";
import { CopyButton } from "../../../components/copy-button.tsx";
import { MAX_INLINE_BYTES } from "../../../inspect/curl.ts";
import type { CapturedRequest } from "../../../../protocol/captured-request.ts";
import { CurlDialog } from "./curl-dialog.tsx";
import { curlOf } from "./curl-of.ts";
import { useCurlTarget } from "./curl-target.ts";
import styles from "./curl.module.css";

/** Copies at one press where the command is all that it takes; else says what else it takes. */
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
      <IconButton
        icon="settings"
        size="small"
        label="See the curl command, and choose where it sends to"
        onClick={open}
      />
      <CurlDialog request={request} isOpen={isOpen} onClose={() => setOpen(false)} />
    </span>
  );
}
