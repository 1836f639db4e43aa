import type { ErrorBody, ErrorCode } from "../../protocol/errors.ts";
import { AppError } from "../domain/app-error.ts";

/** Turns any thrown value into a reply. This is the only place where errors become public. */
export function errorReply(error: unknown, requestId: string): Response {
  const known = toKnown(error);
  // An unexpected error goes to the log, under the id that the caller receives.
  if (known.code === "internal") console.error(`${requestId} failed:`, error);
  const { details, code, message, status } = known;
  const body: ErrorBody = { error: message, code, ...details, requestId };
  const headers = { "cache-control": "no-store", ...HEADERS[code], ...retryAfter(known) };
  return Response.json(body, { status, headers });
}

/**
 * Rows refer to nothing but accounts. If that reference fails, the account was deleted after this
 * call presented its credential: the caller is no longer signed in.
 */
const ACCOUNT_IS_GONE = /FOREIGN KEY constraint failed/;

function toKnown(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const isGone = error instanceof Error && ACCOUNT_IS_GONE.test(error.message);
  return new AppError(isGone ? "not_signed_in" : "internal");
}

/**
 * Headers that HTTP requires with a status. 426 would need `Upgrade`, but the runtime removes that
 * header from every reply.
 */
const HEADERS: Partial<Record<ErrorCode, Record<string, string>>> = {
  // RFC 9110, 15.5.2, and RFC 6750, section 3. `Bearer` opens no dialog in a browser.
  not_signed_in: { "www-authenticate": "Bearer" },
};

/** The `Retry-After` of a refusal that ends at a known time (RFC 9110, 10.2.3). */
export function retryAfter({ details: { resetAt } }: AppError): Record<string, string> {
  if (resetAt === undefined) return {};
  const seconds = Math.ceil((new Date(resetAt).getTime() - Date.now()) / 1000);
  return { "retry-after": String(Math.max(1, seconds)) };
}
