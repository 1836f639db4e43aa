import { HookNexusError } from "../../client/index.ts";

/** With growing waits between them, these take half a minute. */
const MAX_SEARCH_RETRIES = 5;

/** An error as a sentence for the user. */
export function errorMessage(error: unknown): string {
  if (!(error instanceof HookNexusError))
    return "Something went wrong in this page. Reload it and try again.";
  switch (error.code) {
    case "network":
      return "The server can't be reached. Check your connection and try again.";
    case "not_signed_in":
      return "You are signed out. Sign in again.";
    case "invalid_field":
      return fieldSentence(error);
    case "internal":
    case "unexpected_reply":
      return withRequestId(error);
    default:
      return error.message;
  }
}

/** The form field that the server rejected, if it named one. */
export function fieldOf(error: unknown): string | null {
  const field = error instanceof HookNexusError ? error.details["field"] : undefined;
  return typeof field === "string" ? field : null;
}

export function hasCode(error: unknown, code: string): boolean {
  return error instanceof HookNexusError && error.code === code;
}

/**
 * Retries network and server errors, and a search that was refused because another one was running.
 * Any other refusal (4xx) would be the same again.
 */
export function mayRetry(failures: number, error: unknown): boolean {
  if (!(error instanceof HookNexusError)) return false;
  if (error.code === "search_busy") return failures < MAX_SEARCH_RETRIES;
  const isPassing = error.status === null || error.status >= 500;
  return isPassing && failures < 2;
}

function fieldSentence(error: HookNexusError): string {
  const field = fieldOf(error);
  return field === null ? error.message : `${error.message} Check ${field}.`;
}

function withRequestId(error: HookNexusError): string {
  return error.requestId === null ? error.message : `${error.message} (${error.requestId})`;
}
