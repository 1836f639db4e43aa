import type { CaptureResult } from "./results.ts";
import { PREVIOUS_VERSION } from "./version.ts";

/**
 * A result as version 1 understands it. It has no `endpoint_rate`, but sends the same status, limit
 * and `Retry-After` for `daily_limit`; only the sentence differs.
 */
export function resultOfV1(result: CaptureResult): CaptureResult {
  if (result.ok || result.reason !== "endpoint_rate") return result;
  return { ...result, reason: "daily_limit" };
}

/** A result in the version of the call. @param version undefined in version 1 */
export function resultFor(version: number | undefined, result: CaptureResult): CaptureResult {
  return (version ?? PREVIOUS_VERSION) === PREVIOUS_VERSION ? resultOfV1(result) : result;
}
