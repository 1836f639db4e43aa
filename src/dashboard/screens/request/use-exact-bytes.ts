import { useMemo } from "react";
import { bodyBytes, ownBytes, type Bytes } from "../../inspect/body-bytes.ts";
import type { CapturedRequest } from "../../../protocol/captured-request.ts";
import { useRequestBody } from "../../api/request-queries.ts";

export type ExactBytes =
  /** Above 1 MiB: fetched once it is wanted. */
  | { is: "elsewhere" }
  | { is: "loading" }
  | { is: "failed"; error: unknown }
  | { is: "here"; bytes: Bytes };

/** The exact body of a request; one that it does not carry is fetched where it `isWanted`. */
export function useExactBytes(request: CapturedRequest, isWanted: boolean): ExactBytes {
  const carried = useMemo(() => bodyBytes(request), [request]);
  const { data, error, isFetching } = useRequestBody(request.id, {
    isWanted: isWanted && carried === null,
  });
  return useMemo(() => {
    const bytes = carried ?? (data ? ownBytes(data) : null);
    if (bytes) return { is: "here", bytes };
    if (isFetching) return { is: "loading" };
    return error ? { is: "failed", error } : { is: "elsewhere" };
  }, [carried, data, error, isFetching]);
}
