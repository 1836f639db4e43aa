import { Link } from "wouter";
import { hasCode } from "../../api/errors.ts";

/** Whether the server refused because of the plan's limit on endpoints. */
export function isPlanRefusal(error: unknown): boolean {
  return hasCode(error, "endpoint_limit") || hasCode(error, "permanent_limit");
}

/** Links to the plan's usage and to the other plans. */
export function PlanLinks() {
  return (
    <>
      <Link href="/settings/usage">See your usage</Link>
      {" or "}
      {/* Served by the worker, so not a router link. */}
      <a href="/pricing">compare plans</a>
    </>
  );
}
