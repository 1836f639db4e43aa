import { CodeBlock } from "../../../components/code-block.tsx";
import { Notice } from "../../../components/notice.tsx";
import type { CapturedRequest } from "../../../../protocol/captured-request.ts";
import { hasCode, errorMessage } from "../../../api/errors.ts";
import styles from "./replay.module.css";

/** Explains why there is no target, and what to do about it. */
export function NoReplay({ request, error }: { request: CapturedRequest; error: unknown }) {
  if (hasCode(error, "plan_without_replay")) {
    return (
      <Notice tone="warn" actions={<a href="/pricing">Compare plans</a>}>
        {errorMessage(error)}
      </Notice>
    );
  }
  if (error && !hasCode(error, "no_target"))
    return <Notice tone="bad">{errorMessage(error)}</Notice>;
  return (
    <div className={styles.form}>
      <Notice tone="info">
        No listener is connected. Start one, for example on your machine, and it will appear here.
      </Notice>
      <CodeBlock
        code={`hooknexus forward ${request.endpointId} --to 3000`}
        what="command that starts a listener"
      />
    </div>
  );
}
