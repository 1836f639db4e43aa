import { useMutation, useQuery } from "@tanstack/react-query";
import { toCapturedFromRow } from "../../protocol/captured-request.ts";
import { client } from "./client.ts";
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

/** The exact bytes of a body, where they are asked for. */
export function useRequestBody(id: string, { isWanted }: { isWanted: boolean }) {
  return useQuery({
    queryKey: queryKeys.requestBody(id),
    queryFn: async ({ signal }) => {
      const { bytes } = await client.requests.body(id, { signal });
      return bytes();
    },
    enabled: isWanted,
    staleTime: FOR_EVER,
    // Up to 25 MiB each: kept no longer than it is looked at.
    gcTime: 0,
  });
}

/** The listeners that a request can be sent to again. */
export function useReplayTargets(requestId: string, { isWanted }: { isWanted: boolean }) {
  return useQuery({
    queryKey: queryKeys.replayTargets(requestId),
    queryFn: ({ signal }) => client.replay.targets(requestId, { signal }),
    select: ({ targets }) => targets,
    enabled: isWanted,
    staleTime: 0,
  });
}

export const useReplay = () =>
  useMutation({
    mutationFn: (wish: { requestId: string; connectionId: string }) => client.replay.send(wish),
  });

export const useDeleteRequests = () =>
  useMutation({ mutationFn: (ids: readonly string[]) => client.requests.deleteMany(ids) });
