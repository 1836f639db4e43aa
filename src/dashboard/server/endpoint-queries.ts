import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { CreateEndpointBody, UpdateEndpointBody } from "../../client/index.ts";
import { client } from "./client.ts";
import { queryKeys } from "./query-keys.ts";

/** Counts may lag by 3 s at the server; more often would tell nothing new. */
const LIST_INTERVAL_MS = 5_000;

/** All endpoints that have not expired, newest first, and the day's use. */
export function useEndpoints({ isLive = false } = {}) {
  return useQuery({
    queryKey: queryKeys.endpoints,
    queryFn: ({ signal }) => client.endpoints.list({ signal }),
    refetchInterval: isLive ? LIST_INTERVAL_MS : false,
  });
}

export function useEndpoint(id: string) {
  return useQuery({
    queryKey: queryKeys.endpoint(id),
    queryFn: ({ signal }) => client.endpoints.get(id, { signal }),
  });
}

/** A mutation after which the lists of endpoints and the usage are asked for again. */
function useEndpointMutation<Wish, Result>(change: (wish: Wish) => Promise<Result>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: queryKeys.endpoints }),
        queries.invalidateQueries({ queryKey: queryKeys.usage }),
      ]),
  });
}

export const useCreateEndpoint = () =>
  useEndpointMutation((body: CreateEndpointBody) => client.endpoints.create(body));

export const useUpdateEndpoint = () =>
  useEndpointMutation(({ id, body }: { id: string; body: UpdateEndpointBody }) =>
    client.endpoints.update(id, body),
  );

export const useDeleteEndpoint = () =>
  useEndpointMutation((id: string) => client.endpoints.delete(id));
