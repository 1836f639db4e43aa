import { env } from "cloudflare:workers";
import {
  DEVICE_GRANT_TYPE,
  deviceAuthorization,
  deviceToken,
  deviceTokenError,
  type DeviceAuthorization,
  type DeviceErrorCode,
} from "../../../src/protocol/device.ts";
import { callAndSettle, freshIp, type Browser } from "./browser.ts";
import { json } from "./world.ts";

export const USER_AGENT = "backup-job/2.1 (a machine without a browser)";

export const FORM_TYPE = "application/x-www-form-urlencoded";

/** Posts a body unchanged, from this IP. */
export function postRaw(
  path: string,
  body: BodyInit | null,
  type: string | null,
  ip: string = freshIp(),
): Promise<Response> {
  const headers: Record<string, string> = { "cf-connecting-ip": ip, "user-agent": USER_AGENT };
  if (type !== null) headers["content-type"] = type;
  return callAndSettle(path, { method: "POST", headers, body });
}

/** Requests device codes (RFC 8628 section 3.1). */
export function askForCodes(ip?: string): Promise<Response> {
  return postRaw("/auth/device", "client_id=backup-job", FORM_TYPE, ip);
}

/** The codes of a device that has just requested them. */
export async function newDevice(ip?: string): Promise<DeviceAuthorization> {
  return deviceAuthorization.parse(await json(await askForCodes(ip)));
}

/** Polls (RFC 8628 section 3.4). */
export function poll({ device_code }: { device_code: string }): Promise<Response> {
  const form = new URLSearchParams({ grant_type: DEVICE_GRANT_TYPE, device_code });
  return postRaw("/auth/device/token", form.toString(), FORM_TYPE);
}

/** Polls for the token, which must be ready. */
export async function pollToken(device: { device_code: string }): Promise<string> {
  return deviceToken.parse(await json(await poll(device))).access_token;
}

/** The OAuth error code of a refusal, which must have the shape that OAuth clients read. */
export async function refusal(response: Response, status = 400): Promise<DeviceErrorCode> {
  const { error, error_description, code } = deviceTokenError.parse(await json(response, status));
  if (code !== error) throw new Error(`The code is ${code}, the error ${error}.`);
  // RFC 6749 section 5.2 allows no other characters.
  if (!/^[\x20-\x21\x23-\x5b\x5d-\x7e]{10,300}$/.test(error_description))
    throw new Error(`Not allowed in an error_description: ${error_description}`);
  return error;
}

/** Enters a code in the form. */
export function typeCode(
  browser: Browser,
  userCode: string,
  origin?: string | null,
): Promise<Response> {
  return browser.postForm("/device", { user_code: userCode }, origin);
}

/** Presses a button of the consent page. */
export function decide(
  browser: Browser,
  userCode: string,
  decision = "allow",
  origin?: string | null,
): Promise<Response> {
  return browser.postForm("/device/decision", { user_code: userCode, decision }, origin);
}

/** Everything stored about devices, as text. */
export async function storedDevices(): Promise<string> {
  const { results } = await env.DB.prepare("SELECT * FROM device_codes ORDER BY rowid").all();
  return JSON.stringify(results);
}

/** Whether nobody has decided yet. Polls to find out. */
export async function isPending(device: { device_code: string }): Promise<boolean> {
  const outcome = await refusal(await poll(device));
  return outcome === "authorization_pending" || outcome === "slow_down";
}
