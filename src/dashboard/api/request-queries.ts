import { useMutation, useQuery } from "@tanstack/react-query";
import { toCapturedFromRow, type CapturedRequest } from "../../protocol/captured-request.ts";
import { client } from "./client.ts";
import { hasCode } from "./errors.ts";
import { queryKeys } from "./query-keys.ts";

/** Requests never change, so they are fetched once. */
const FOR_EVER = Number.POSITIVE_INFINITY;

/** One captured request, without a body above 1 MiB: `useRequestBody` fetches that. */
export function useRequest(id: string) {
  return useQuery({
    queryKey: queryKeys.request(id),
    queryFn: async ({ signal }) => toCapturedFromRow(await client.requests.get(id, { signal })),
    staleTime: FOR_EVER,
  });
}

/** How many requests to fetch for a list of suggestions. */
const NEIGHBOURS = 20;

/** The newest requests of an endpoint. */
export function useNewestRequests(endpointId: string) {
  return useQuery({
    queryKey: queryKeys.newestRequests(endpointId),
    queryFn: ({ signal }) => client.requests.list(endpointId, { limit: NEIGHBOURS }, { signal }),
    staleTime: 0,
    // Each may include a body of 1 MiB, so free them when nothing shows them.
    gcTime: 0,
    select: ({ requests }) => requests,
  });
}

/** The request before another one; null if there is none. */
export function usePreviousRequest({ id, endpointId, seq, createdAt }: CapturedRequest) {
  return useQuery({
    queryKey: queryKeys.previousRequest(id),
    queryFn: async ({ signal }) => {
      // Times never decrease within an endpoint. Requests of the same millisecond are in the page too.
      const page = { until: createdAt, limit: NEIGHBOURS };
      const { requests } = await client.requests.list(endpointId, page, { signal });
      return requests.find((row) => row.seq < seq) ?? null;
    },
    gcTime: 0,
  });
}

/** The request with a sequence number; null if there is none. */
export function useRequestBySeq(endpointId: string, seq: number | null) {
  return useQuery({
    queryKey: queryKeys.requestBySeq(endpointId, seq ?? 0),
    queryFn: async ({ signal }) => {
      const page = { after: (seq ?? 1) - 1, limit: 1 };
      const [first] = (await client.requests.list(endpointId, page, { signal })).requests;
      return first?.seq === seq ? first : null;
    },
    enabled: seq !== null && seq > 0,
    gcTime: 0,
  });
}

/** The exact bytes of a body. */
export function useRequestBody(id: string, { isEnabled }: { isEnabled: boolean }) {
  return useQuery({
    queryKey: queryKeys.requestBody(id),
    queryFn: async ({ signal }) => {
      const { bytes } = await client.requests.body(id, { signal });
      return bytes();
    },
    enabled: isEnabled,
    staleTime: FOR_EVER,
    // Up to 25 MiB each, so freed as soon as nothing shows it.
    gcTime: 0,
  });
}

/** Polled, because the user may start a listener and wait for it to appear. */
const TARGETS_INTERVAL_MS = 3_000;

/** The listeners that a request can be replayed to. */
export function useReplayTargets(requestId: string, { isEnabled }: { isEnabled: boolean }) {
  return useQuery({
    queryKey: queryKeys.replayTargets(requestId),
    queryFn: ({ signal }) => client.replay.targets(requestId, { signal }),
    select: ({ targets }) => targets,
    enabled: isEnabled,
    staleTime: 0,
    refetchInterval: ({ state }) =>
      hasCode(state.error, "plan_without_replay") ? false : TARGETS_INTERVAL_MS,
  });
}

export const useReplay = () =>
  useMutation({
    mutationFn: (input: { requestId: string; connectionId: string }) => client.replay.send(input),
  });

export const useDeleteRequests = () =>
  useMutation({ mutationFn: (ids: readonly string[]) => client.requests.deleteMany(ids) });
