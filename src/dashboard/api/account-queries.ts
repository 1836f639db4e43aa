import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { MINUTE_MS } from "../../protocol/time-units.ts";
import { client } from "./client.ts";
import { hasCode } from "./errors.ts";
import { queryKeys } from "./query-keys.ts";
import { leaveDashboard } from "./session.ts";

const meQuery = queryOptions({
  queryKey: queryKeys.me,
  queryFn: ({ signal }) => client.account.me({ signal }),
  staleTime: 5 * MINUTE_MS,
});

/** The signed-in account and its plan. */
export const useMe = () => useQuery(meQuery);

/** Today's usage and the plan's limits. */
export function useUsage() {
  return useQuery({
    queryKey: queryKeys.usage,
    queryFn: ({ signal }) => client.account.usage({ signal }),
    refetchInterval: MINUTE_MS,
  });
}

/** The subscription; null if there is none. */
export function useSubscription() {
  return useQuery({
    queryKey: queryKeys.subscription,
    queryFn: async ({ signal }) => {
      try {
        return await client.account.subscription({ signal });
      } catch (error) {
        if (hasCode(error, "subscription_not_found")) return null;
        throw error;
      }
    },
  });
}

export function useSessions() {
  return useQuery({
    queryKey: queryKeys.sessions,
    queryFn: ({ signal }) => client.account.sessions({ signal }),
    select: ({ sessions }) => sessions,
  });
}

export function useRevokeSession() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => client.account.revokeSession(id),
    // Not awaited: the result is shown before the list has been refetched.
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: queryKeys.sessions });
    },
  });
}

/** Deletes the account, then goes to the goodbye page. */
export function useDeleteAccount() {
  return useMutation({
    mutationFn: (email: string) => client.account.delete(email),
    onSuccess: (result) =>
      leaveDashboard("pending" in result ? `/goodbye?pending=${result.pending}` : "/goodbye"),
  });
}
