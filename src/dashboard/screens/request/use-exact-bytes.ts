import { useMemo } from "react";
import { bodyBytes, ownBytes, type Bytes } from "../../inspect/body-bytes.ts";
import { MAX_INLINE_BODY_BYTES, type CapturedRequest } from "../../../protocol/captured-request.ts";
import { useRequestBody } from "../../api/request-queries.ts";

export type ExactBytes =
  /** Above 1 MiB and not fetched. */
  | { is: "not-loaded" }
  | { is: "loading" }
  | { is: "failed"; error: unknown }
  | { is: "loaded"; bytes: Bytes };

/**
 * The exact body of a request. A body above 1 MiB is fetched only if `shouldFetch`, a smaller one
 * whenever it did not fit on its page.
 */
export function useExactBytes(request: CapturedRequest, shouldFetch: boolean): ExactBytes {
  const inline = useMemo(() => bodyBytes(request), [request]);
  const { data, error, isFetching } = useRequestBody(request.id, {
    isEnabled: (shouldFetch || request.size <= MAX_INLINE_BODY_BYTES) && inline === null,
  });
  return useMemo(() => {
    const bytes = inline ?? (data ? ownBytes(data) : null);
    if (bytes) return { is: "loaded", bytes };
    if (isFetching) return { is: "loading" };
    return error ? { is: "failed", error } : { is: "not-loaded" };
  }, [inline, data, error, isFetching]);
}
