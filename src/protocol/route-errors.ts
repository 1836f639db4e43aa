import type { ErrorCode } from "./errors.ts";
import type { Caller, Route } from "./route.ts";

/** An API key is looked at before it is told that the route is not for keys. */
const KEY_REFUSED = ["plan_without_keys", "key_suspended"] as const;

const OF_CALLER: Record<Caller, readonly ErrorCode[]> = {
  anyone: [],
  account: ["not_signed_in", "key_not_allowed", ...KEY_REFUSED],
  account_or_key: ["not_signed_in", ...KEY_REFUSED],
  // Where the operator's token is unset, these routes do not exist.
  operator: ["not_signed_in", "not_found"],
};

const OF_BODY = ["malformed_json", "invalid_field", "body_too_large"] as const;

/**
 * Every error that a route can answer with: its own, and those that come of who may call it and
 * of what it takes.
 */
export function errorsOf({ method, caller, body, query, errors }: Route): ErrorCode[] {
  const takesCookie = caller === "account" || caller === "account_or_key";
  return [
    ...errors,
    ...OF_CALLER[caller],
    ...(takesCookie && method !== "GET" ? ["wrong_origin" as const] : []),
    ...(body ? OF_BODY : []),
    ...(query ? ["invalid_parameter" as const] : []),
    "internal",
  ];
}
