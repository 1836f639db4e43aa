import { HookNexusError } from "../../client/index.ts";

/** What went wrong, as one sentence for whoever is at the screen. */
export function errorMessage(error: unknown): string {
  if (!(error instanceof HookNexusError)) return "Something failed in this page. Reload it.";
  switch (error.code) {
    case "network":
      return "The server can't be reached. Check your connection, then try again.";
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

/** Which field of a form the server refused, if it named one. */
export function fieldOf(error: unknown): string | null {
  const field = error instanceof HookNexusError ? error.details["field"] : undefined;
  return typeof field === "string" ? field : null;
}

export function hasCode(error: unknown, code: string): boolean {
  return error instanceof HookNexusError && error.code === code;
}

/** Asking again is of no use where the server has understood and said no. */
export function mayRetry(failures: number, error: unknown): boolean {
  if (!(error instanceof HookNexusError)) return false;
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
