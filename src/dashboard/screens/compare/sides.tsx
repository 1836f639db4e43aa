import { Link } from "wouter";
import { MethodBadge } from "../../components/badge.tsx";
import type { RequestChanges } from "../../inspect/compare.ts";
import { numberText, sizeText } from "../../inspect/size.ts";
import { visibleText } from "../../inspect/visible-text.ts";
import { exactTime } from "../../inspect/when.ts";
import type { CapturedRequest } from "../../../protocol/captured-request.ts";
import { RequestTarget } from "../request/request-target.tsx";
import { ChangeBadge } from "./change-badge.tsx";
import styles from "./sides.module.css";

/** The two requests of a comparison. */
export interface RequestPair {
  before: CapturedRequest;
  after: CapturedRequest;
}

/** The heads of both requests, and whether method and path differ. */
export function Sides({ before, after, changes }: RequestPair & { changes: RequestChanges }) {
  const [method, path] = [changes.method.change, changes.path.change];
  return (
    <section className={styles.sides} aria-label="Compared requests">
      <Side name="Before" request={before} />
      <Side name="After" request={after} />
      <p className={styles.changes}>
        {method === "same" && path === "same" ? (
          "Same method and path"
        ) : (
          <>
            <span>
              Method <ChangeBadge change={method} />
            </span>
            <span>
              Path <ChangeBadge change={path} />
            </span>
          </>
        )}
      </p>
    </section>
  );
}

function Side({ name, request }: { name: string; request: CapturedRequest }) {
  const { id, endpointId, seq, method, size, createdAt } = request;
  return (
    <div className={styles.side}>
      <div className={styles.head}>
        <span className={styles.name}>{name}</span>
        <Link href={`/endpoints/${endpointId}?request=${id}`}>#{numberText(seq)}</Link>
        <span className={styles.when}>
          {exactTime(Date.parse(createdAt))} · {sizeText(size)}
        </span>
      </div>
      <div className={styles.target}>
        <MethodBadge method={visibleText(method)} />
        <RequestTarget request={request} />
      </div>
    </div>
  );
}
