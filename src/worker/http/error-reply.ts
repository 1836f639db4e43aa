import { TooSlowError } from "../../protocol/body-pace.ts";
import type { ErrorBody, ErrorCode } from "../../protocol/errors.ts";
import { AppError } from "../domain/app-error.ts";
import { isOutage } from "../domain/outage.ts";

/** Turns any thrown value into a reply. OAuth routes use `oauthErrorReply` instead. */
export function errorReply(error: unknown, requestId: string): Response {
  const known = toAppError(error);
  // An unexpected error is logged with the request id that the caller receives.
  if (known.code === "internal") console.error(`${requestId} failed:`, error);
  if (known.code === "unavailable" && known !== error) console.warn(`${requestId}:`, error);
  const { details, code, message, status } = known;
  const body: ErrorBody = { error: message, code, ...details, requestId };
  const headers = { "cache-control": "no-store", ...HEADERS[code], ...retryAfter(known) };
  return Response.json(body, { status, headers });
}

/**
 * All foreign keys refer to accounts. If such a constraint fails, the account was deleted after the
 * call was authenticated, so the caller is no longer signed in.
 */
const ACCOUNT_IS_GONE = /FOREIGN KEY constraint failed/;

function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const isGone = error instanceof Error && ACCOUNT_IS_GONE.test(error.message);
  if (isGone) return new AppError("not_signed_in");
  if (error instanceof TooSlowError) return new AppError("too_slow");
  return new AppError(isOutage(error) ? "unavailable" : "internal");
}

/**
 * Headers that HTTP requires for a status. 426 would need `Upgrade`, but the runtime removes that
 * header from every reply.
 */
const HEADERS: Partial<Record<ErrorCode, Record<string, string>>> = {
  // RFC 9110, 15.5.2, and RFC 6750, section 3. `Bearer` opens no dialog in a browser.
  not_signed_in: { "www-authenticate": "Bearer" },
  // RFC 9110, 10.2.3. A hub is reset within a second; the database recovers within seconds.
  unavailable: { "retry-after": "2" },
  // A call of a search takes seconds at most.
  search_busy: { "retry-after": "1" },
};

/** The `Retry-After` header if the caller may retry at a known time (RFC 9110, 10.2.3). */
export function retryAfter({ details: { resetAt } }: AppError): Record<string, string> {
  if (resetAt === undefined) return {};
  const seconds = Math.ceil((new Date(resetAt).getTime() - Date.now()) / 1000);
  return { "retry-after": String(Math.max(1, seconds)) };
}
