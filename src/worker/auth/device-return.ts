import { parseUserCode, shownUserCode } from "../domain/user-code.ts";

/*
 * A sign-in that began at /device carries along what it goes back with: a user code, or this word
 * where there is none yet. It is never an address, so it can lead nowhere but to /device.
 */
const WITHOUT_CODE = "enter";

/** What a sign-in carries for somebody who came to /device, with a code or without. */
export function toDeviceReturn(userCode: string | null): string {
  return userCode === null ? WITHOUT_CODE : shownUserCode(userCode);
}

/** What was carried, whatever was made of it on the way; undefined: it did not begin at /device. */
export function parseDeviceReturn(text: string | undefined): string | undefined {
  return text === undefined ? undefined : toDeviceReturn(parseUserCode(text));
}

/** The code that was carried, as it is shown; empty where there was none. */
export function returnedCode(carried: string): string {
  return carried === WITHOUT_CODE ? "" : carried;
}

/** The page to go back to. */
export function deviceReturnPath(carried: string): string {
  const code = returnedCode(carried);
  return code === "" ? "/device" : `/device?user_code=${code}`;
}
