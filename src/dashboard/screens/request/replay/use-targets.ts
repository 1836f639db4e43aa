import { useMemo } from "react";
import type { CapturedRequest } from "../../../../protocol/captured-request.ts";
import { useListeners } from "../../../api/listener-queries.ts";
import { useReplayTargets } from "../../../api/request-queries.ts";
import type { NamedTarget } from "./target-name.ts";

/** The listeners that a request can be sent to, by the names of their keys; kept up to date. */
export function useTargets({ id, endpointId }: CapturedRequest) {
  const asked = useReplayTargets(id, { isWanted: true });
  const { data: list } = useListeners(endpointId);
  const targets = useMemo(
    () =>
      asked.data?.map((target): NamedTarget => {
        const listener = list?.listeners.find(
          ({ connectionId }) => connectionId === target.connectionId,
        );
        return { ...target, keyName: listener?.keyName ?? null };
      }),
    [asked.data, list],
  );
  return { targets, error: asked.error, isPending: asked.isPending, refetch: asked.refetch };
}
