import { hasCode } from "./errors.ts";

/*
 * The page to return to after signing in again. The sign-in pages know nothing of the dashboard's
 * routes, so the tab remembers it.
 */
const RETURN_KEY = "hooknexus.return";
const OURS = /^\/(endpoints|settings)\//;

let isLeaving = false;

/** Redirects to the sign-in page if the error says that the session has ended. */
export function redirectIfSignedOut(error: unknown): void {
  if (!isSignedOut(error) || isLeaving) return;
  isLeaving = true;
  const { pathname, search } = globalThis.location;
  if (OURS.test(pathname)) sessionStorage.setItem(RETURN_KEY, pathname + search);
  globalThis.location.assign("/sign-in");
}

/** Replaces the dashboard with another page. Calls that fail meanwhile no longer redirect. */
export function leaveDashboard(path: string): void {
  isLeaving = true;
  globalThis.location.replace(path);
}

/** The session has ended: an API call was refused, or a socket was closed. */
function isSignedOut(error: unknown): boolean {
  return hasCode(error, "not_signed_in") || hasCode(error, "credential_revoked");
}

/** Restores the page after a sign-in, which always ends at `/`. Call it before the first render. */
export function returnAfterSignIn(): void {
  const path = sessionStorage.getItem(RETURN_KEY);
  sessionStorage.removeItem(RETURN_KEY);
  if (path === null || !OURS.test(path) || globalThis.location.pathname !== "/") return;
  globalThis.history.replaceState(null, "", path);
}
