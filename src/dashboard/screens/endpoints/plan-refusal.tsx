import { Link } from "wouter";
import { hasCode } from "../../api/errors.ts";

/** Whether a plan's limit on endpoints is why the server said no. */
export function isPlanRefusal(error: unknown): boolean {
  return hasCode(error, "endpoint_limit") || hasCode(error, "permanent_limit");
}

/** Where one sees what is used of the plan, and what other plans allow. */
export function PlanLinks() {
  return (
    <>
      <Link href="/settings/usage">See what is used</Link>
      {" or "}
      {/* A page of the server's own. */}
      <a href="/pricing">compare the plans</a>
    </>
  );
}
