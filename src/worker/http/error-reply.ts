import type { ErrorBody, ErrorCode } from "../../protocol/errors.ts";
import { AppError } from "../domain/app-error.ts";

/** Turns whatever was thrown into a reply: the one place where errors become public. */
export function errorReply(error: unknown, requestId: string): Response {
  const known = toKnown(error);
  // What we did not expect goes to the log under the id that the caller is given.
  if (known.code === "internal") console.error(`${requestId} failed:`, error);
  const { details, code, message, status } = known;
  const body: ErrorBody = { error: message, code, ...details, requestId };
  const headers = { "cache-control": "no-store", ...HEADERS[code], ...retryAfter(known) };
  return Response.json(body, { status, headers });
}

/**
 * All that a row of ours refers to is an account. Where that is gone it was deleted after this
 * call had shown its credential: an answer, not a fault.
 */
const ACCOUNT_IS_GONE = /FOREIGN KEY constraint failed/;

function toKnown(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const isGone = error instanceof Error && ACCOUNT_IS_GONE.test(error.message);
  return new AppError(isGone ? "not_signed_in" : "internal");
}

/**
 * What HTTP demands beside a status, so that a client knows what would help. With 426 it would be
 * `Upgrade`, which the runtime keeps to itself: it never reaches a client.
 */
const HEADERS: Partial<Record<ErrorCode, Record<string, string>>> = {
  // RFC 9110 15.5.2 and RFC 6750 section 3. No browser opens a dialog because of it.
  not_signed_in: { "www-authenticate": "Bearer" },
};

/** What comes back at a known time says so in the header that clients obey (RFC 9110 10.2.3). */
export function retryAfter({ details: { resetAt } }: AppError): Record<string, string> {
  if (resetAt === undefined) return {};
  const seconds = Math.ceil((new Date(resetAt).getTime() - Date.now()) / 1000);
  return { "retry-after": String(Math.max(1, seconds)) };
}
