import type { ErrorCode } from "./errors.ts";
import type { Caller, Route } from "./route.ts";

/** An API key is checked before it is told that the route does not accept keys. */
const KEY_ERRORS = ["plan_without_keys", "key_suspended"] as const;

/** A caller is looked up in the database, so each of these routes can be `unavailable`. */
const CALLER_ERRORS: Record<Caller, readonly ErrorCode[]> = {
  anyone: [],
  account: ["not_signed_in", "key_not_allowed", ...KEY_ERRORS, "unavailable"],
  account_or_key: ["not_signed_in", ...KEY_ERRORS, "unavailable"],
  // If the operator's token is not set, these routes do not exist.
  operator: ["not_signed_in", "not_found", "unavailable"],
};

const BODY_ERRORS = ["malformed_json", "invalid_field", "body_too_large"] as const;

/** Every error of a route: its own, and those that its caller, body and query can cause. */
export function errorsOf({ method, caller, body, query, errors }: Route): ErrorCode[] {
  const takesCookie = caller === "account" || caller === "account_or_key";
  const all: ErrorCode[] = [
    ...errors,
    ...CALLER_ERRORS[caller],
    ...(takesCookie && method !== "GET" ? ["wrong_origin" as const] : []),
    ...(body ? BODY_ERRORS : []),
    ...(query ? ["invalid_parameter" as const] : []),
    "internal",
  ];
  return [...new Set(all)];
}
