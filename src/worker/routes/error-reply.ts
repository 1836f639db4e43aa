import type { ErrorBody } from "../../protocol/errors.ts";
import { AppError } from "../domain/app-error.ts";

/** Turns whatever was thrown into a reply: the one place where errors become public. */
export function errorReply(error: unknown, requestId: string): Response {
  const known = error instanceof AppError ? error : new AppError("internal");
  // What we did not expect goes to the log under the id that the caller is given.
  if (known !== error) console.error(`${requestId} failed:`, error);
  const { details, code, message, status } = known;
  const body: ErrorBody = { error: message, code, ...details, requestId };
  return Response.json(body, { status, headers: { "cache-control": "no-store" } });
}
