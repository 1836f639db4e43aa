import { useMemo } from "react";
import { useUsage } from "./account-queries.ts";
import { useEndpoints } from "./endpoint-queries.ts";
import { readOnlyIds } from "./read-only.ts";

const NONE: ReadonlySet<string> = new Set();

/** The endpoints that the plan no longer includes; none until that is known. */
export function useReadOnlyIds(): ReadonlySet<string> {
  const endpoints = useEndpoints().data?.endpoints;
  const plan = useUsage().data?.plan;
  return useMemo(
    () => (endpoints && plan ? readOnlyIds(endpoints, plan) : NONE),
    [endpoints, plan],
  );
}
