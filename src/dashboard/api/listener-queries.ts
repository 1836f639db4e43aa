import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { client } from "./client.ts";
import { queryKeys } from "./query-keys.ts";

const INTERVAL_MS = 5_000;

/** The listeners connected to an endpoint, and their limit. */
export function useListeners(endpointId: string) {
  return useQuery({
    queryKey: queryKeys.listeners(endpointId),
    queryFn: ({ signal }) => client.listeners.list(endpointId, { signal }),
    refetchInterval: INTERVAL_MS,
  });
}

export function useDisconnectListener(endpointId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (connectionId: string) => client.listeners.disconnect(endpointId, connectionId),
    onSettled: () => queries.invalidateQueries({ queryKey: queryKeys.listeners(endpointId) }),
  });
}
