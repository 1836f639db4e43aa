import { Hono } from "hono";
import {
  askForDeviceCodeBody,
  DEVICE_GRANT_TYPE,
  deviceTokenBody,
  type DeviceAuthorization,
  type DeviceToken,
} from "../../protocol/device.ts";
import type { AppContext } from "../app-context.ts";
import { callerIp, callerUserAgent } from "../http/caller.ts";
import { SIGN_IN_LIFETIME_MS } from "../domain/accounts.ts";
import { AppError } from "../domain/app-error.ts";
import {
  beginDeviceSignIn,
  DEVICE_CODE_LIFETIME_MS,
  POLL_INTERVAL_MS,
  redeemDeviceCode,
} from "../domain/device-sign-in.ts";
import { networkOf } from "../domain/network.ts";
import { shownUserCode } from "../domain/user-code.ts";
import { publicUrl } from "../env.ts";
import { oauthErrorReply } from "../http/oauth-error-reply.ts";
import { readOauth } from "../http/read-oauth.ts";

/** /auth/device: signs a machine in (RFC 8628). The pages for its user are in `device-pages.ts`. */
export const device = new Hono<AppContext>()
  .post("/", async (c) => {
    await readOauth(c, askForDeviceCodeBody);
    const caller = { network: networkOf(callerIp(c)), userAgent: callerUserAgent(c) };
    const codes = await beginDeviceSignIn(c.env, caller, Date.now());
    return c.json(toAuthorization(codes, publicUrl(c.env, c.req.raw)));
  })
  .post("/token", async (c) => {
    const { grant_type, device_code } = await readOauth(c, deviceTokenBody);
    if (grant_type !== DEVICE_GRANT_TYPE) throw new AppError("unsupported_grant_type");
    if (!device_code) throw new AppError("invalid_field", {}, "device_code is missing. Send it.");
    const token: DeviceToken = {
      access_token: await redeemDeviceCode(c.env, device_code, Date.now()),
      token_type: "Bearer",
      expires_in: SIGN_IN_LIFETIME_MS.token / 1000,
    };
    // RFC 6749, section 5.1, requires this in addition to Cache-Control, which all of /auth sends.
    return c.json(token, 200, { pragma: "no-cache" });
  });

device.onError((error, c) => oauthErrorReply(error, c.var.requestId));

function toAuthorization(
  { deviceCode, userCode }: { deviceCode: string; userCode: string },
  url: string,
): DeviceAuthorization {
  const shown = shownUserCode(userCode);
  return {
    device_code: deviceCode,
    user_code: shown,
    verification_uri: `${url}/device`,
    verification_uri_complete: `${url}/device?user_code=${shown}`,
    expires_in: DEVICE_CODE_LIFETIME_MS / 1000,
    interval: POLL_INTERVAL_MS / 1000,
  };
}
