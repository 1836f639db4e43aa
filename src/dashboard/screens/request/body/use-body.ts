import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { bodyBytes, ownBytes, type Bytes } from "../../../inspect/body-bytes.ts";
import { bodyKind, type BodyKind } from "../../../inspect/body-kind.ts";
import type { CapturedRequest } from "../../../../protocol/captured-request.ts";
import { queryKeys } from "../../../api/query-keys.ts";

/** Fetches the exact bytes of a body that its request does not carry. */
export type LoadBytes = (signal: AbortSignal) => Promise<Uint8Array>;

export type BodyState =
  /** Above 1 MiB: it is fetched once it is asked for. */
  | { is: "not-loaded"; load(): void }
  | { is: "loading" }
  | { is: "failed"; error: unknown; load(): void }
  | { is: "loaded"; bytes: Bytes; body: BodyKind };

/** The body of a request, as far as it is here. */
export function useBody(request: CapturedRequest, loadBytes: LoadBytes): BodyState {
  const [shouldFetch, setShouldFetch] = useState(false);
  const inline = useMemo(() => bodyBytes(request), [request]);
  const fetched = useQuery({
    queryKey: queryKeys.requestBody(request.id),
    queryFn: ({ signal }) => loadBytes(signal),
    enabled: shouldFetch && inline === null,
    staleTime: Number.POSITIVE_INFINITY,
    // Up to 25 MiB each: kept no longer than it is looked at.
    gcTime: 0,
    retry: false,
  });
  const { data, error, refetch } = fetched;
  const bytes = useMemo(() => inline ?? (data ? ownBytes(data) : null), [inline, data]);
  const body = useMemo(() => bodyKind(request.contentType, bytes), [request.contentType, bytes]);
  if (bytes) return { is: "loaded", bytes, body };
  if (fetched.isFetching) return { is: "loading" };
  if (error) return { is: "failed", error, load: () => void refetch() };
  return { is: "not-loaded", load: () => setShouldFetch(true) };
}
