import { MethodBadge } from "../../components/badge.tsx";
import { CopyButton } from "../../components/copy-button.tsx";
import { pathAndQuery } from "../../inspect/raw-request.ts";
import { visibleText } from "../../inspect/visible-text.ts";
import type { CapturedRequest } from "../../../protocol/captured-request.ts";
import { RequestTarget } from "./request-target.tsx";
import styles from "./request-head.module.css";

/** What was asked for. */
export function RequestHead({ request }: { request: CapturedRequest }) {
  return (
    <header className={styles.head}>
      <h2 className={styles.title}>
        <MethodBadge method={visibleText(request.method)} />
        <RequestTarget request={request} />
      </h2>
      <CopyButton text={pathAndQuery(request)} what="path" />
    </header>
  );
}
