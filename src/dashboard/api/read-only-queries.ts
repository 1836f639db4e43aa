import { useMemo } from "react";
import { useUsage } from "./account-queries.ts";
import { useEndpoints } from "./endpoint-queries.ts";
import { readOnlyIds } from "./read-only.ts";

const NONE: ReadonlySet<string> = new Set();

/** The ids of read-only endpoints; empty while the plan is loading. */
export function useReadOnlyIds(): ReadonlySet<string> {
  const endpoints = useEndpoints().data?.endpoints;
  const plan = useUsage().data?.plan;
  return useMemo(
    () => (endpoints && plan ? readOnlyIds(endpoints, plan) : NONE),
    [endpoints, plan],
  );
}
