import { HubError } from "../hub/stub.ts";

/** The errors of D1 that a repetition can't help: the statement is wrong, or its values are. */
const OWN_FAULT =
  /constraint failed|SQLITE_(CONSTRAINT|ERROR|MISMATCH|RANGE|TOOBIG)|no such (table|column)/;

/**
 * The runtime's errors if it loses a connection or fails itself. D1's binding passes them on without
 * its prefix.
 */
const CONNECTION_FAULT = /^(Network connection lost\b|internal error; reference =)/;

/**
 * Whether an error says that a hub or the database is overloaded, full, restarting or out of reach.
 * The same call may succeed in a moment.
 * Source: developers.cloudflare.com/d1/observability/debug-d1
 */
export function isOutage(error: unknown): boolean {
  if (error instanceof HubError) return true;
  if (!(error instanceof Error)) return false;
  if (CONNECTION_FAULT.test(error.message)) return true;
  return error.message.startsWith("D1_") && !OWN_FAULT.test(error.message);
}
