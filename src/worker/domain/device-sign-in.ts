import type { DeviceErrorCode } from "../../protocol/device.ts";
import { HOUR_MS, MINUTE_MS } from "../../protocol/time-units.ts";
import type { Env } from "../env.ts";
import {
  decideDeviceRequest,
  findDeviceRequest,
  insertDeviceCode,
  oldestDeviceCode,
  pollDeviceCode,
  type DeviceRequest,
  type Guess,
  type GuessResult,
} from "../storage/device-codes.ts";
import { signIn } from "./accounts.ts";
import { AppError } from "./app-error.ts";
import { hashSecret, isDeviceCode, mintDeviceCode } from "./secret.ts";
import { mintUserCode } from "./user-code.ts";

export const DEVICE_CODE_LIFETIME_MS = 10 * MINUTE_MS;

/** The default of RFC 8628, section 3.2. */
export const POLL_INTERVAL_MS = 5_000;
const PACE = {
  // RFC 8628, section 3.5.
  growthMs: 5_000,
  // After a longer wait, the code would have expired. This also limits the writes of a client that
  // polls too fast.
  maxIntervalMs: DEVICE_CODE_LIFETIME_MS,
  // Timers may fire early, and two polls may be served by two machines with different clocks.
  toleranceMs: 500,
};

const LIMIT_WINDOW_MS = HOUR_MS;

/** Per hour. Enough for an office or a build farm behind one IP address. */
const MAX_CODES_PER_NETWORK = 100;

/*
 * RFC 8628, section 5.1. An account may try ten wrong codes per hour, out of 25,600 million. Even
 * if a thousand machines are waiting, a guess succeeds once in 300 years. Guessing with many
 * accounts needs a mailed code for each, and a network gets 30 of those per hour
 * (auth/email-code.ts).
 */
const MAX_WRONG_CODES = 10;

/** A machine that wants to sign in. */
export interface SigningInDevice {
  network: string;
  userAgent: string | null;
}

/**
 * Begins the sign-in of a machine. Returns both codes; the device code is stored only as a hash.
 * @throws AppError `device_code_limit`, with `resetAt`, if its network has requested too many codes
 */
export async function beginDeviceSignIn(
  env: Env,
  device: SigningInDevice,
  now: number,
): Promise<{ deviceCode: string; userCode: string }> {
  const [deviceCode, userCode] = [mintDeviceCode(), mintUserCode()];
  const code = {
    ...device,
    userCode,
    deviceHash: await hashSecret(deviceCode),
    intervalMs: POLL_INTERVAL_MS,
    createdAt: now,
    expiresAt: now + DEVICE_CODE_LIFETIME_MS,
  };
  const limit = { since: now - LIMIT_WINDOW_MS, max: MAX_CODES_PER_NETWORK };
  if (await insertDeviceCode(env.DB, code, limit)) return { deviceCode, userCode };
  const oldest = await oldestDeviceCode(env.DB, device.network, limit.since);
  const resetAt = new Date((oldest ?? now) + LIMIT_WINDOW_MS).toISOString();
  throw new AppError("device_code_limit", { resetAt });
}

/**
 * Finds the machine whose user code the owner of the account typed.
 * @throws AppError `invalid_code`, or `too_many_codes` after too many wrong ones
 */
export async function lookUpDevice(
  env: Env,
  accountId: string,
  userCode: string,
  now: number,
): Promise<DeviceRequest> {
  return toRequest(await findDeviceRequest(env.DB, toGuess(accountId, userCode, now)));
}

/**
 * Approves or denies a machine's sign-in. Wrong codes count as in `lookUpDevice`, because an
 * attacker could guess here, too.
 * @throws AppError `invalid_code`, also if the sign-in was decided before; `too_many_codes`
 */
export async function decideOnDevice(
  env: Env,
  accountId: string,
  userCode: string,
  isAllowed: boolean,
  now: number,
): Promise<DeviceRequest> {
  const decision = isAllowed ? "approved" : "denied";
  return toRequest(await decideDeviceRequest(env.DB, toGuess(accountId, userCode, now), decision));
}

function toGuess(accountId: string, userCode: string, now: number): Guess {
  const windowEndsAt = now + LIMIT_WINDOW_MS;
  return { accountId, userCode, now, maxWrong: MAX_WRONG_CODES, windowEndsAt };
}

function toRequest({ isBlocked, request }: GuessResult): DeviceRequest {
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
 * Exchanges an approved device code for an account token. The code is marked as redeemed before the
 * token is stored, so that one code can never yield two tokens.
 * @throws AppError with a code of RFC 8628, section 3.5, or `sign_in_limit`
 */
export async function redeemDeviceCode(env: Env, deviceCode: string, now: number): Promise<string> {
  // An invented code fails the checksum, so it costs no query.
  if (!isDeviceCode(deviceCode)) throw new AppError("invalid_grant");
  const poll = await pollDeviceCode(env.DB, await hashSecret(deviceCode), now, PACE);
  if (poll.outcome !== "approved") throw new AppError(REFUSALS[poll.outcome]);
  return signIn(env, poll.account_id, "token", poll.user_agent, now);
}
