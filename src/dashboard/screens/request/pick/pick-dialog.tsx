import { useState, type FormEvent } from "react";
import { Link, useLocation } from "wouter";
import type { RequestRow, CapturedRequest } from "../../../../protocol/captured-request.ts";
import { MethodBadge } from "../../../components/badge.tsx";
import { TextField } from "../../../components/field.tsx";
import { Notice } from "../../../components/notice.tsx";
import { Skeleton } from "../../../components/skeleton.tsx";
import { Time } from "../../../components/time.tsx";
import { numberText } from "../../../inspect/size.ts";
import { visibleText } from "../../../inspect/visible-text.ts";
import { errorMessage } from "../../../api/errors.ts";
import { useCandidates } from "./use-candidates.ts";
import { Dialog } from "../../../components/dialog.tsx";
import styles from "./pick.module.css";

interface PickDialogProps {
  request: CapturedRequest;
  isOpen: boolean;
  onClose(): void;
}

/** Asks which request to compare this one with. */
export function PickDialog({ request, isOpen, onClose }: PickDialogProps) {
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title={`Compare request #${numberText(request.seq)} with…`}
    >
      <PickList request={request} />
    </Dialog>
  );
}

const ROW_PX = 40;
const MAX_SHOWN = 200;

/** Suggests the previous request and the newest ones, and finds any by number or id. */
function PickList({ request }: { request: CapturedRequest }) {
  const [input, setInput] = useState("");
  const { rows, previousId, isPending, error } = useCandidates(request, input);
  const [, go] = useLocation();
  const first = rows[0];
  const choose = (event: FormEvent) => {
    event.preventDefault();
    if (first) go(comparePath(request.endpointId, request, first));
  };
  return (
    <form className={styles.form} onSubmit={choose}>
      <TextField
        label="Number or ID"
        type="search"
        placeholder="42 or a request ID"
        value={input}
        onChange={setInput}
        autoComplete="off"
        spellCheck={false}
      />
      {error ? (
        <Notice tone="bad">{errorMessage(error)}</Notice>
      ) : (
        <div className={styles.list} aria-live="polite" aria-busy={isPending}>
          {isPending ? (
            <Skeleton rows={5} rowHeight={ROW_PX} />
          ) : rows.length === 0 ? (
            <p className={styles.none}>
              {input === "" ? "There are no other requests." : "No request found."}
            </p>
          ) : (
            <ul>
              {rows.map((row) => (
                <li key={row.id}>
                  <Candidate request={request} row={row} isPrevious={row.id === previousId} />
                </li>
              ))}
            </ul>
          )}
        </div>
      )}
    </form>
  );
}

interface CandidateProps {
  request: CapturedRequest;
  row: RequestRow;
  isPrevious: boolean;
}

function Candidate({ request, row, isPrevious }: CandidateProps) {
  const rest = row.path.slice(`/h/${row.endpoint_id}`.length) || "/";
  return (
    <Link href={comparePath(request.endpointId, request, row)} className={styles.candidate}>
      <span className={styles.seq}>#{numberText(row.seq)}</span>
      <MethodBadge method={visibleText(row.method)} />
      <code className={styles.path}>{visibleText(rest.slice(0, MAX_SHOWN))}</code>
      <span className={styles.when}>{isPrevious ? "previous" : <Time at={row.created_at} />}</span>
    </Link>
  );
}

/** The URL that compares two requests, the older one as "before". */
function comparePath(
  endpointId: string,
  one: { id: string; seq: number },
  other: { id: string; seq: number },
): string {
  const [a, b] = one.seq <= other.seq ? [one, other] : [other, one];
  return `/endpoints/${endpointId}/compare?${new URLSearchParams({ a: a.id, b: b.id })}`;
}
