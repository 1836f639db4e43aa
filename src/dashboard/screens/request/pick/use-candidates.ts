import { toRequestRow } from "../../../../protocol/captured-request.ts";
import type { CapturedRequest, RequestRow } from "../../../../protocol/captured-request.ts";
import { isUuid } from "../../../../protocol/ids.ts";
import { hasCode } from "../../../api/errors.ts";
import {
  useNewestRequests,
  usePreviousRequest,
  useRequest,
  useRequestOfNumber,
} from "../../../api/request-queries.ts";

export interface Candidates {
  rows: readonly RequestRow[];
  previousId: string | null;
  isPending: boolean;
  error: unknown;
}

/** What a request may be compared with; `wish` is a number, an id, or the beginning of one. */
export function useCandidates(request: CapturedRequest, wish: string): Candidates {
  const sought = wish.trim().replace(/^#/, "").toLowerCase();
  const number = /^\d{1,15}$/.test(sought) ? Number(sought) : null;
  const id = isUuid(sought) ? sought : null;
  const newest = useNewestRequests(request.endpointId);
  const previous = usePreviousRequest(request);
  const ofNumber = useRequestOfNumber(request.endpointId, number);
  const ofId = useRequest(id ?? request.id);
  const known = [previous.data, ...(newest.data ?? []), ofNumber.data];
  const named = id !== null && ofId.data ? toRequestRow(ofId.data) : null;
  const others = [...known, named].filter(
    (row) => row && row.id !== request.id && row.endpoint_id === request.endpointId,
  );
  const rows = unique(others).filter(
    (row) => sought === "" || row.seq === number || row.id.startsWith(sought),
  );
  const asked = id === null ? [newest, previous, ofNumber] : [newest, previous, ofId];
  return {
    rows,
    previousId: previous.data?.id ?? null,
    isPending: asked.some(({ isFetching, data }) => isFetching && data === undefined),
    error: asked.find(({ error }) => error && !hasCode(error, "request_not_found"))?.error,
  };
}

function unique(rows: readonly (RequestRow | null | undefined)[]): RequestRow[] {
  const byId = new Map(rows.flatMap((row) => (row ? [[row.id, row] as const] : [])));
  return [...byId.values()];
}
