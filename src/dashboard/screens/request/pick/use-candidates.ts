import { toRequestRow } from "../../../../protocol/captured-request.ts";
import type { CapturedRequest, RequestRow } from "../../../../protocol/captured-request.ts";
import { isUuid } from "../../../../protocol/ids.ts";
import { hasCode } from "../../../api/errors.ts";
import {
  useNewestRequests,
  usePreviousRequest,
  useRequest,
  useRequestBySeq,
} from "../../../api/request-queries.ts";

export interface Candidates {
  rows: readonly RequestRow[];
  previousId: string | null;
  isPending: boolean;
  error: unknown;
}

/** The requests to compare with. `input` is a number, an id or the start of an id; "" suggests some. */
export function useCandidates(request: CapturedRequest, input: string): Candidates {
  const query = input.trim().replace(/^#/, "").toLowerCase();
  const number = /^\d{1,15}$/.test(query) ? Number(query) : null;
  const id = isUuid(query) ? query : null;
  const newest = useNewestRequests(request.endpointId);
  const previous = usePreviousRequest(request);
  const ofNumber = useRequestBySeq(request.endpointId, number);
  const ofId = useRequest(id ?? request.id);
  const known = [previous.data, ...(newest.data ?? []), ofNumber.data];
  const named = id !== null && ofId.data ? toRequestRow(ofId.data) : null;
  const others = [...known, named].filter(
    (row) => row && row.id !== request.id && row.endpoint_id === request.endpointId,
  );
  const rows = unique(others).filter(
    (row) => query === "" || row.seq === number || row.id.startsWith(query),
  );
  const queries = id === null ? [newest, previous, ofNumber] : [newest, previous, ofId];
  return {
    rows,
    previousId: previous.data?.id ?? null,
    isPending: queries.some(({ isFetching, data }) => isFetching && data === undefined),
    error: queries.find(({ error }) => error && !hasCode(error, "request_not_found"))?.error,
  };
}

function unique(rows: readonly (RequestRow | null | undefined)[]): RequestRow[] {
  const byId = new Map(rows.flatMap((row) => (row ? [[row.id, row] as const] : [])));
  return [...byId.values()];
}
