import type { DeviceErrorCode } from "../../protocol/device.ts";
import type { Env } from "../env.ts";
import {
  decideDeviceRequest,
  findDeviceRequest,
  insertDeviceCode,
  oldestDeviceCode,
  pollDeviceCode,
  removeOldDeviceCodes,
  type DeviceRequest,
  type Guess,
  type GuessResult,
} from "../storage/device-codes.ts";
import { signIn } from "./accounts.ts";
import { AppError } from "./app-error.ts";
import { hashSecret, isDeviceCode, mintDeviceCode } from "./secret.ts";
import { mintUserCode } from "./user-code.ts";

const MINUTE_MS = 60_000;
export const DEVICE_CODE_LIFE_MS = 10 * MINUTE_MS;

/** What RFC 8628 section 3.2 has clients wait where they are told nothing. */
export const POLL_INTERVAL_MS = 5_000;
const PACE = {
  // RFC 8628 section 3.5.
  growthMs: 5_000,
  // To wait longer than a code lives makes no sense; it bounds what a furious client can write.
  maxIntervalMs: DEVICE_CODE_LIFE_MS,
  // Timers fire a little early, and two calls may meet two machines of ours, with two clocks.
  toleranceMs: 500,
};

const LIMIT_WINDOW_MS = 60 * MINUTE_MS;

/** A machine that slept meanwhile is told that its code is too old, not that it never was one. */
const REMEMBERED_MS = 24 * 60 * MINUTE_MS;

/** An office or a build farm behind one address signs in that often; a flood stops there. */
const MAX_CODES_PER_NETWORK = 100;

/*
 * RFC 8628 section 5.1. Ten wrong codes an hour and account, of 25,600 million: with a thousand
 * machines waiting at that time, a guesser hits one in 300 years. To guess with many accounts takes
 * a mailed code for each, of which a network gets 30 an hour (auth/email-code.ts).
 */
const MAX_WRONG_CODES = 10;

/** A machine that wants to sign in, as it shows itself. */
export interface AskingDevice {
  network: string;
  userAgent: string | null;
}

/**
 * Begins a machine's sign-in; gives back both codes. The device code is kept nowhere.
 * @throws AppError `device_code_limit` where its network has asked too often, with `resetAt`
 */
export async function beginDeviceSignIn(
  env: Env,
  device: AskingDevice,
  now: number,
): Promise<{ deviceCode: string; userCode: string }> {
  await removeOldDeviceCodes(env.DB, now - REMEMBERED_MS, now);
  const [deviceCode, userCode] = [mintDeviceCode(), mintUserCode()];
  const code = {
    ...device,
    userCode,
    deviceHash: await hashSecret(deviceCode),
    intervalMs: POLL_INTERVAL_MS,
    createdAt: now,
    expiresAt: now + DEVICE_CODE_LIFE_MS,
  };
  const limit = { since: now - LIMIT_WINDOW_MS, max: MAX_CODES_PER_NETWORK };
  if (await insertDeviceCode(env.DB, code, limit)) return { deviceCode, userCode };
  const oldest = await oldestDeviceCode(env.DB, device.network, limit.since);
  const resetAt = new Date((oldest ?? now) + LIMIT_WINDOW_MS).toISOString();
  throw new AppError("device_code_limit", { resetAt });
}

/**
 * The machine behind a user code that somebody of this account typed.
 * @throws AppError `invalid_code`, or `too_many_codes` after too many wrong ones
 */
export async function lookUpDevice(
  env: Env,
  accountId: string,
  userCode: string,
  now: number,
): Promise<DeviceRequest> {
  return requestOf(await findDeviceRequest(env.DB, guessOf(accountId, userCode, now)));
}

/**
 * Lets a machine into this account, or turns it away. It counts wrong codes as looking up does:
 * a guesser would only take this door instead.
 * @throws AppError `invalid_code`, also where somebody has decided before; `too_many_codes`
 */
export async function decideOnDevice(
  env: Env,
  accountId: string,
  userCode: string,
  isAllowed: boolean,
  now: number,
): Promise<DeviceRequest> {
  const decision = isAllowed ? "approved" : "denied";
  return requestOf(await decideDeviceRequest(env.DB, guessOf(accountId, userCode, now), decision));
}

function guessOf(accountId: string, userCode: string, now: number): Guess {
  const windowEndsAt = now + LIMIT_WINDOW_MS;
  return { accountId, userCode, now, maxWrong: MAX_WRONG_CODES, windowEndsAt };
}

function requestOf({ isBlocked, request }: GuessResult): DeviceRequest {
  if (isBlocked) throw new AppError("too_many_codes");
  if (!request) throw new AppError("invalid_code");
  return request;
}

const REFUSALS = {
  unknown: "invalid_grant",
  expired: "expired_token",
  denied: "access_denied",
  early: "slow_down",
  pending: "authorization_pending",
} as const satisfies Record<string, DeviceErrorCode>;

/**
 * Spends a device code that somebody has allowed, for an account token. The code is spent first:
 * should the token fail to be stored, there is none, rather than two.
 * @throws AppError with a code of RFC 8628 section 3.5, or `sign_in_limit`
 */
export async function redeemDeviceCode(env: Env, deviceCode: string, now: number): Promise<string> {
  // Its check sum keeps what can't be a code of ours from the database.
  if (!isDeviceCode(deviceCode)) throw new AppError("invalid_grant");
  const poll = await pollDeviceCode(env.DB, await hashSecret(deviceCode), now, PACE);
  if (poll.outcome !== "approved") throw new AppError(REFUSALS[poll.outcome]);
  return signIn(env, poll.account_id, "token", poll.user_agent, now);
}
