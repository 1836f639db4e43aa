import { parseUserCode, shownUserCode } from "../domain/user-code.ts";

/*
 * A sign-in that began at /device passes along the user code, or this word if the user has yet to
 * enter one. Neither is a URL, so the sign-in can return only to /device.
 */
const WITHOUT_CODE = "enter";

/** Encodes a user code for the continuation of a sign-in. */
export function toDeviceReturn(userCode: string | null): string {
  return userCode === null ? WITHOUT_CODE : shownUserCode(userCode);
}

/** Parses a value that a client may have changed; undefined if the sign-in began elsewhere. */
export function parseDeviceReturn(text: string | undefined): string | undefined {
  return text === undefined ? undefined : toDeviceReturn(parseUserCode(text));
}

/** The user code as people read it; empty if the user has yet to enter one. */
export function returnedCode(device: string): string {
  return device === WITHOUT_CODE ? "" : device;
}

/** The path to return to after the sign-in. */
export function deviceReturnPath(device: string): string {
  const code = returnedCode(device);
  return code === "" ? "/device" : `/device?user_code=${code}`;
}
