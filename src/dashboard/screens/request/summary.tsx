import type { ReactNode } from "react";
import { CopyButton } from "../../components/copy-button.tsx";
import { sizeText } from "../../inspect/size.ts";
import { visibleText } from "../../inspect/visible-text.ts";
import { exactTime } from "../../inspect/when.ts";
import type { CapturedRequest } from "../../../protocol/captured-request.ts";
import styles from "./summary.module.css";

/** Longer values are cut. The headers tab has them in full. */
const MAX_SHOWN = 400;

/** Time, sender, body type and id of a request. */
export function Summary({ request }: { request: CapturedRequest }) {
  const { id, ip, userAgent, contentType, size, createdAt } = request;
  return (
    <dl className={styles.facts}>
      <Fact name="Received">
        <Moment createdAt={createdAt} />
      </Fact>
      <Fact name="From">
        {ip === null ? <span className={styles.quiet}>unknown</span> : <code>{ip}</code>}
        {userAgent !== null && <span className={styles.quiet}>{short(userAgent)}</span>}
      </Fact>
      <Fact name="Body">
        <span>{sizeText(size)}</span>
        {contentType !== null && <code className={styles.quiet}>{short(contentType)}</code>}
      </Fact>
      <Fact name="ID">
        <span className={styles.together}>
          <code className={styles.id}>{id}</code>
          <CopyButton text={id} what="request ID" />
        </span>
      </Fact>
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={styles.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** The local time, which the reader remembers, and UTC, which logs use. */
function Moment({ createdAt }: { createdAt: string }) {
  const at = Date.parse(createdAt);
  const [local, utc] = [exactTime(at), exactTime(at, "UTC")];
  return (
    <>
      <time dateTime={createdAt}>{local}</time>
      {local === utc ? (
        <span className={styles.quiet}>UTC</span>
      ) : (
        <span className={styles.quiet}>{utc} UTC</span>
      )}
      <CopyButton text={createdAt} what="time" />
    </>
  );
}

function short(text: string): string {
  return visibleText(text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text);
}
