import { useMemo } from "react";
import type { CapturedRequest } from "../../../../protocol/captured-request.ts";
import { useListeners } from "../../../api/listener-queries.ts";
import { useReplayTargets } from "../../../api/request-queries.ts";
import type { NamedTarget } from "./target-name.ts";

/** The listeners that a request can be replayed to, with the names of their keys. Refetched regularly. */
export function useNamedTargets({ id, endpointId }: CapturedRequest) {
  const query = useReplayTargets(id, { isEnabled: true });
  const { data: list } = useListeners(endpointId);
  const targets = useMemo(
    () =>
      query.data?.map((target): NamedTarget => {
        const listener = list?.listeners.find(
          ({ connectionId }) => connectionId === target.connectionId,
        );
        return { ...target, keyName: listener?.keyName ?? null };
      }),
    [query.data, list],
  );
  return { targets, error: query.error, isPending: query.isPending, refetch: query.refetch };
}
