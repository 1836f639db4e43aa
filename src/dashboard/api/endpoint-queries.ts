import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { CreateEndpointBody, EndpointList, UpdateEndpointBody } from "../../client/index.ts";
import { client } from "./client.ts";
import { queryKeys } from "./query-keys.ts";

/** The server's counts lag by up to 3 s, so polling more often is of no use. */
const LIST_INTERVAL_MS = 5_000;

/*
 * Listing reads the counters of every endpoint's hub, which keeps the hubs from hibernating. This
 * limits it to ten hubs a second: a thousand endpoints are listed every 100 s.
 */
const INTERVAL_PER_ENDPOINT_MS = 100;

function listInterval(list: EndpointList | undefined): number {
  return Math.max(LIST_INTERVAL_MS, (list?.total ?? 0) * INTERVAL_PER_ENDPOINT_MS);
}

/** All endpoints that have not expired, newest first, and today's usage. */
export function useEndpoints({ isLive = false } = {}) {
  return useQuery({
    queryKey: queryKeys.endpoints,
    queryFn: ({ signal }) => client.endpoints.list({ signal }),
    refetchInterval: ({ state }) => isLive && listInterval(state.data),
  });
}

export function useEndpoint(id: string) {
  return useQuery({
    queryKey: queryKeys.endpoint(id),
    queryFn: ({ signal }) => client.endpoints.get(id, { signal }),
  });
}

/** The numbers of stored requests and of listeners that a deletion would affect. */
export function useEndpointContents(id: string, { isEnabled }: { isEnabled: boolean }) {
  return useQuery({
    queryKey: queryKeys.contents(id),
    queryFn: async ({ signal }) => {
      const [{ total }, { listeners }] = await Promise.all([
        client.requests.list(id, { limit: 1 }, { signal }),
        client.listeners.list(id, { signal }),
      ]);
      return { requests: total ?? 0, listeners: listeners.length };
    },
    enabled: isEnabled,
    staleTime: 0,
    gcTime: 0,
  });
}

/** Refetches the lists that show endpoints, but not the queries nested below their keys. */
function useRefresh() {
  const queries = useQueryClient();
  return (...keys: (readonly string[])[]) =>
    Promise.all(
      [queryKeys.endpoints, queryKeys.usage, ...keys].map((queryKey) =>
        queries.invalidateQueries({ queryKey, exact: true }),
      ),
    );
}

export function useCreateEndpoint() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (body: CreateEndpointBody) => client.endpoints.create(body),
    onSettled: () => refresh(),
  });
}

export function useUpdateEndpoint(id: string) {
  const queries = useQueryClient();
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (body: UpdateEndpointBody) => client.endpoints.update(id, body),
    onSuccess: (row) => queries.setQueryData(queryKeys.endpoint(id), row),
    onSettled: (row) => refresh(...(row ? [] : [queryKeys.endpoint(id)])),
  });
}

/** @param onDeleted called before any query refetches the endpoint */
export function useDeleteEndpoint(onDeleted: (id: string) => void) {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (id: string) => client.endpoints.delete(id),
    onSuccess: (_, id) => onDeleted(id),
    onSettled: () => refresh(),
  });
}
