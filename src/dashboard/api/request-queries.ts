import { useMutation, useQuery } from "@tanstack/react-query";
import { toCapturedFromRow, type CapturedRequest } from "../../protocol/captured-request.ts";
import { client } from "./client.ts";
import { hasCode } from "./errors.ts";
import { queryKeys } from "./query-keys.ts";

/** A request never changes: what was fetched once is good for as long as the page lives. */
const FOR_EVER = Number.POSITIVE_INFINITY;

/** One captured request. A body above 1 MiB is left out: `useRequestBody` has it. */
export function useRequest(id: string) {
  return useQuery({
    queryKey: queryKeys.request(id),
    queryFn: async ({ signal }) => toCapturedFromRow(await client.requests.get(id, { signal })),
    staleTime: FOR_EVER,
  });
}

/** How many requests a list to choose from has. */
const NEIGHBOURS = 20;

/** The newest requests of an endpoint, to choose one from. */
export function useNewestRequests(endpointId: string) {
  return useQuery({
    queryKey: queryKeys.newestRequests(endpointId),
    queryFn: ({ signal }) => client.requests.list(endpointId, { limit: NEIGHBOURS }, { signal }),
    staleTime: 0,
    // Each may carry a body of a megabyte.
    gcTime: 0,
    select: ({ requests }) => requests,
  });
}

/** The request that came before another one; null where none is kept. */
export function usePreviousRequest({ id, endpointId, seq, createdAt }: CapturedRequest) {
  return useQuery({
    queryKey: queryKeys.previousRequest(id),
    queryFn: async ({ signal }) => {
      // Times never fall within an endpoint; those that came in the same moment come with it.
      const page = { until: createdAt, limit: NEIGHBOURS };
      const { requests } = await client.requests.list(endpointId, page, { signal });
      return requests.find((row) => row.seq < seq) ?? null;
    },
    gcTime: 0,
  });
}

/** The request of a number; null where there is none. */
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

/** The exact bytes of a body, where they are asked for. */
export function useRequestBody(id: string, { isEnabled }: { isEnabled: boolean }) {
  return useQuery({
    queryKey: queryKeys.requestBody(id),
    queryFn: async ({ signal }) => {
      const { bytes } = await client.requests.body(id, { signal });
      return bytes();
    },
    enabled: isEnabled,
    staleTime: FOR_EVER,
    // Up to 25 MiB each: kept no longer than it is looked at.
    gcTime: 0,
  });
}

/** Somebody starts a listener and waits for it to appear. */
const TARGETS_INTERVAL_MS = 3_000;

/** The listeners that a request can be sent to again, asked for as long as they are wanted. */
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
