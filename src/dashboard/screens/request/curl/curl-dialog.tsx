import { CodeBlock } from "../../../components/code-block.tsx";
import { Dialog } from "../../../components/dialog.tsx";
import { TextField } from "../../../components/field.tsx";
import { Notice } from "../../../components/notice.tsx";
import { sizeText } from "../../../inspect/size.ts";
import type { CapturedRequest } from "../../../../protocol/captured-request.ts";
import { Choice } from "../../../components/choice.tsx";
import { DownloadLink } from "../download-link.tsx";
import { curlOf } from "./curl-of.ts";
import { chooseCurlTo, typeCurlAddress, useCurlTarget, type CurlTarget } from "./curl-target.ts";
import styles from "./curl.module.css";

export interface CurlDialogProps {
  request: CapturedRequest;
  isOpen: boolean;
  onClose(): void;
}

/** The command, and where it sends to. */
export function CurlDialog({ request, isOpen, onClose }: CurlDialogProps) {
  const target = useCurlTarget();
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      width="wide"
      title="Copy as curl"
      description="Sends the same request again, to the byte. For a POSIX shell, such as bash or zsh."
    >
      <div>
        <Choice
          label="Where it sends to"
          options={[
            ["endpoint", "This endpoint"],
            ["address", "Another address"],
          ]}
          chosen={target.to}
          onChoose={chooseCurlTo}
        />
      </div>
      {target.to === "address" && (
        <TextField
          label="Address"
          inputMode="url"
          value={target.address}
          onChange={typeCurlAddress}
          hint="A port of your machine will do. What followed the endpoint's own path is added. This browser remembers it."
          problem={target.base ? null : "Give an address such as http://localhost:3000/webhooks."}
          autoComplete="off"
          spellCheck={false}
        />
      )}
      <Command request={request} target={target} />
    </Dialog>
  );
}

function Command({ request, target }: { request: CapturedRequest; target: CurlTarget }) {
  const made = curlOf(request, target);
  if (!made) return null;
  const { command, file } = made;
  return (
    <div className={styles.command}>
      {file !== null && (
        <Notice
          tone="info"
          icon="download"
          actions={
            <DownloadLink id={request.id} fileName={file}>
              Download body
            </DownloadLink>
          }
        >
          The body has {sizeText(request.size)}, too much for a command line. Save it as{" "}
          <code>{file}</code> where you run the command.
        </Notice>
      )}
      <CodeBlock code={command} what="curl command" />
    </div>
  );
}
