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

/** Who is signed in, and on which plan. */
export const useMe = () => useQuery(meQuery);

/** What is used of the plan today. */
export function useUsage() {
  return useQuery({
    queryKey: queryKeys.usage,
    queryFn: ({ signal }) => client.account.usage({ signal }),
    refetchInterval: MINUTE_MS,
  });
}

/** The subscription; null where there is none. */
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
    // Not waited for: what comes of it is shown before the list is new.
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: queryKeys.sessions });
    },
  });
}

/** Deletes all there is, and goes to the page that says so: there is nobody left to sign in as. */
export function useDeleteAccount() {
  return useMutation({
    mutationFn: (email: string) => client.account.delete(email),
    onSuccess: (result) =>
      leaveDashboard("pending" in result ? `/goodbye?pending=${result.pending}` : "/goodbye"),
  });
}
