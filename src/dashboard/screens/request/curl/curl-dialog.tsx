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

/** Shows the command and lets the user choose its target. */
export function CurlDialog({ request, isOpen, onClose }: CurlDialogProps) {
  const target = useCurlTarget();
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      width="wide"
      title="Copy as curl"
      description="Sends the same request again, byte for byte. For POSIX shells such as bash and zsh."
    >
      <div>
        <Choice
          label="Target"
          options={[
            ["endpoint", "This endpoint"],
            ["address", "Another URL"],
          ]}
          chosen={target.to}
          onChoose={chooseCurlTo}
        />
      </div>
      {target.to === "address" && (
        <TextField
          label="URL"
          inputMode="url"
          value={target.address}
          onChange={typeCurlAddress}
          hint="The query, and the part of the path after the endpoint's URL, are appended. This URL is saved in your browser."
          problem={target.base ? null : "Enter a URL such as http://localhost:3000/webhooks."}
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
          The body is {sizeText(request.size)}, too large for a command line. Save it as{" "}
          <code>{file}</code> in the directory where you run the command.
        </Notice>
      )}
      <CodeBlock code={command} what="curl command" />
    </div>
  );
}
