import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { bodyBytes, ownBytes, type Bytes } from "../../../inspect/body-bytes.ts";
import { bodyKind, type BodyKind } from "../../../inspect/body-kind.ts";
import type { CapturedRequest } from "../../../../protocol/captured-request.ts";
import { queryKeys } from "../../../api/query-keys.ts";

/** Fetches the bytes of a body that the request does not include. */
export type LoadBytes = (signal: AbortSignal) => Promise<Uint8Array>;

export type BodyState =
  /** Above 1 MiB. `load` fetches it. */
  | { is: "not-loaded"; load(): void }
  | { is: "loading" }
  | { is: "failed"; error: unknown; load(): void }
  | { is: "loaded"; bytes: Bytes; body: BodyKind };

/** The body of a request, fetched on demand if the request does not include it. */
export function useBody(request: CapturedRequest, loadBytes: LoadBytes): BodyState {
  const [shouldFetch, setShouldFetch] = useState(false);
  const inline = useMemo(() => bodyBytes(request), [request]);
  const fetched = useQuery({
    queryKey: queryKeys.requestBody(request.id),
    queryFn: ({ signal }) => loadBytes(signal),
    enabled: shouldFetch && inline === null,
    staleTime: Number.POSITIVE_INFINITY,
    // Up to 25 MiB each, so freed as soon as nothing shows it.
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
