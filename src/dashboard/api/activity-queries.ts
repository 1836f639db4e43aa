import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { MINUTE_MS } from "../../protocol/time-units.ts";
import { client } from "./client.ts";
import { queryKeys } from "./query-keys.ts";

/** The hours move on without new requests; the chart may lag this much. */
const INTERVAL_MS = 5 * MINUTE_MS;

/**
 * Requests per hour over the last day.
 *
 * @param requestCount the last known count; if it changes, the hours are refetched
 */
export function useActivity(
  id: string,
  requestCount: number,
  { isEnabled }: { isEnabled: boolean },
) {
  const queries = useQueryClient();
  const queryKey = queryKeys.activity(id);
  const activity = useQuery({
    queryKey,
    queryFn: async ({ signal }) => ({
      requestCount,
      ...(await client.endpoints.activity(id, { signal })),
    }),
    enabled: isEnabled,
    staleTime: INTERVAL_MS,
    refetchInterval: INTERVAL_MS,
  });
  const known = activity.data?.requestCount;
  useEffect(() => {
    if (known !== undefined && known !== requestCount) {
      void queries.invalidateQueries({ queryKey: queryKeys.activity(id), exact: true });
    }
  }, [queries, id, known, requestCount]);
  return activity;
}
