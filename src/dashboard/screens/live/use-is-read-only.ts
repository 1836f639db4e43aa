import { useUsage } from "../../api/account-queries.ts";
import { useEndpoints } from "../../api/endpoint-queries.ts";
import { isBeyondPlan } from "./beyond-plan.ts";

/** Whether the account's plan no longer includes an endpoint. */
export function useIsReadOnly(endpointId: string): boolean {
  const { data: list } = useEndpoints();
  const { data: usage } = useUsage();
  return list && usage ? isBeyondPlan(endpointId, list.endpoints, usage.plan) : false;
}
