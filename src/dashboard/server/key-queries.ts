import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { CreateKeyBody } from "../../client/index.ts";
import { client } from "./client.ts";
import { queryKeys } from "./query-keys.ts";

export function useKeys() {
  return useQuery({
    queryKey: queryKeys.keys,
    queryFn: ({ signal }) => client.keys.list({ signal }),
    select: ({ keys }) => keys,
  });
}

function useKeyMutation<Wish, Result>(change: (wish: Wish) => Promise<Result>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: change,
    // What it gave back may be a secret: it goes as soon as nobody looks at it.
    gcTime: 0,
    onSettled: () => queries.invalidateQueries({ queryKey: queryKeys.keys }),
  });
}

/** Gives back the key, this once. */
export const useCreateKey = () => useKeyMutation((body: CreateKeyBody) => client.keys.create(body));

export const useRenameKey = () =>
  useKeyMutation(({ id, name }: { id: string; name: string }) => client.keys.rename(id, name));

/** Gives back how many connections it closed, or how many endpoints were not reached yet. */
export const useRevokeKey = () => useKeyMutation((id: string) => client.keys.revoke(id));

/** Gives back the key that takes its place, this once. */
export const useRotateKey = () =>
  useKeyMutation(({ id, overlapSeconds }: { id: string; overlapSeconds: number }) =>
    client.keys.rotate(id, { overlapSeconds }),
  );
