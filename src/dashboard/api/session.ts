import { hasCode } from "./errors.ts";

/*
 * Where somebody was when their session ended, kept over the sign-in, which knows nothing of the
 * dashboard's addresses. In this tab alone.
 */
const RETURN_KEY = "hooknexus.return";
const OURS = /^\/(endpoints|settings)\//;

let isLeaving = false;

/** Goes to the sign-in where an error says that nobody is signed in any more. */
export function redirectIfSignedOut(error: unknown): void {
  if (!isSignedOut(error) || isLeaving) return;
  isLeaving = true;
  const { pathname, search } = globalThis.location;
  if (OURS.test(pathname)) sessionStorage.setItem(RETURN_KEY, pathname + search);
  globalThis.location.assign("/sign-in");
}

/** Goes to a page of the server's for good; what still fails meanwhile leads nowhere else. */
export function leaveDashboard(path: string): void {
  isLeaving = true;
  globalThis.location.replace(path);
}

/** A call is refused, or a socket closed because its session was revoked. */
function isSignedOut(error: unknown): boolean {
  return hasCode(error, "not_signed_in") || hasCode(error, "credential_revoked");
}

/** After a sign-in, which ends at `/`: back to where it began. Before anything is shown. */
export function returnAfterSignIn(): void {
  const path = sessionStorage.getItem(RETURN_KEY);
  sessionStorage.removeItem(RETURN_KEY);
  if (path === null || !OURS.test(path) || globalThis.location.pathname !== "/") return;
  globalThis.history.replaceState(null, "", path);
}
