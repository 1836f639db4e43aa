import { parseUserCode, shownUserCode } from "../domain/user-code.ts";

/*
 * A sign-in that began at /device passes along a user code, or this word if there is none yet. It
 * is never a URL, so it can lead only to /device.
 */
const WITHOUT_CODE = "enter";

/** The value that a sign-in passes along for /device. */
export function toDeviceReturn(userCode: string | null): string {
  return userCode === null ? WITHOUT_CODE : shownUserCode(userCode);
}

/** Parses a value that a client may have changed; undefined if the sign-in began elsewhere. */
export function parseDeviceReturn(text: string | undefined): string | undefined {
  return text === undefined ? undefined : toDeviceReturn(parseUserCode(text));
}

/** The code that was passed along, as people read it; empty if there was none. */
export function returnedCode(carried: string): string {
  return carried === WITHOUT_CODE ? "" : carried;
}

/** The page to return to. */
export function deviceReturnPath(carried: string): string {
  const code = returnedCode(carried);
  return code === "" ? "/device" : `/device?user_code=${code}`;
}
