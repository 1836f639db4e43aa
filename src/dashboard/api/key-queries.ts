import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { CreateKeyBody } from "../../client/index.ts";
import { client } from "./client.ts";
import { holdFreshKey } from "./fresh-key.ts";
import { queryKeys } from "./query-keys.ts";

export function useKeys() {
  return useQuery({
    queryKey: queryKeys.keys,
    queryFn: ({ signal }) => client.keys.list({ signal }),
    select: ({ keys }) => keys,
  });
}

function useKeyMutation<Input, Result>(change: (input: Input) => Promise<Result>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: change,
    // Not awaited: the result is shown before the list has been refetched.
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: queryKeys.keys });
      void queries.invalidateQueries({ queryKey: queryKeys.usage });
    },
  });
}

/** Resolves to the key without its secret; `useFreshKey` has that. */
export const useCreateKey = () =>
  useKeyMutation(async (body: CreateKeyBody) => holdFreshKey(await client.keys.create(body), null));

export const useRenameKey = () =>
  useKeyMutation(({ id, name }: { id: string; name: string }) => client.keys.rename(id, name));

/** Resolves to the number of closed connections, or of endpoints not reached yet. */
export const useRevokeKey = () => useKeyMutation((id: string) => client.keys.revoke(id));

/** Resolves to the replacement without its secret; `useFreshKey` has that. */
export const useRotateKey = () =>
  useKeyMutation(async ({ id, overlapSeconds }: { id: string; overlapSeconds: number }) =>
    holdFreshKey(await client.keys.rotate(id, { overlapSeconds }), overlapSeconds),
  );
