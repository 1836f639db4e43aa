import { CodeBlock } from "../../../components/code-block.tsx";
import { Notice } from "../../../components/notice.tsx";
import type { CapturedRequest } from "../../../../protocol/captured-request.ts";
import { hasCode, errorMessage } from "../../../api/errors.ts";
import styles from "./replay.module.css";

/** Why there is nobody to send it to, and what to do about it. */
export function NoReplay({ request, error }: { request: CapturedRequest; error: unknown }) {
  if (hasCode(error, "plan_without_replay")) {
    return (
      <Notice tone="warn" actions={<a href="/pricing">See the plans</a>}>
        {errorMessage(error)}
      </Notice>
    );
  }
  if (error && !hasCode(error, "no_target"))
    return <Notice tone="bad">{errorMessage(error)}</Notice>;
  return (
    <div className={styles.form}>
      <Notice tone="info">
        No listener is online. Start one, on your machine for example: it appears here by itself.
      </Notice>
      <CodeBlock
        code={`hooknexus forward ${request.endpointId} --to 3000`}
        what="command that starts a listener"
      />
    </div>
  );
}
