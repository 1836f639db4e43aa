import { plansWith } from "../protocol/plans.ts";

/*
 * In a file of its own, which is loaded only if the setting is set: the schema of the plans takes
 * more time to load than the rest of `npm start`.
 */

/** @throws Error whose message names the part of PLAN_OVERRIDES that is wrong */
export function checkPlanOverrides(json: string): void {
  try {
    plansWith(json);
  } catch (error) {
    throw new Error(
      `PLAN_OVERRIDES is not valid: ${reasonOf(error)}. Set it to JSON such as {"free":{"maxListeners":5}}. The limits are listed in src/protocol/plans.ts.`,
      { cause: error },
    );
  }
}

function reasonOf(error: unknown): string {
  const [issue] = (error as { issues?: { path: PropertyKey[]; keys?: string[] }[] }).issues ?? [];
  if (!issue) return error instanceof Error ? error.message : String(error);
  return `check ${[...issue.path, ...(issue.keys ?? [])].join(".")}`;
}
