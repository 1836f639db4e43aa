import type { ErrorBody } from "../../protocol/errors.ts";
import { AppError } from "../domain/app-error.ts";

/** Turns whatever was thrown into a reply: the one place where errors become public. */
export function errorReply(error: unknown, requestId: string): Response {
  const known = error instanceof AppError ? error : new AppError("internal");
  // What we did not expect goes to the log under the id that the caller is given.
  if (known !== error) console.error(`${requestId} failed:`, error);
  const { details, code, message, status } = known;
  const body: ErrorBody = { error: message, code, ...details, requestId };
  const headers = { "cache-control": "no-store", ...retryAfter(details["resetAt"]) };
  return Response.json(body, { status, headers });
}

/** What comes back at a known time says so in the header that clients obey (RFC 9110 10.2.3). */
function retryAfter(resetAt: string | number | undefined): Record<string, string> {
  if (resetAt === undefined) return {};
  const seconds = Math.ceil((new Date(resetAt).getTime() - Date.now()) / 1000);
  return { "retry-after": String(Math.max(1, seconds)) };
}
