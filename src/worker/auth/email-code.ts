import { NEW_ACCOUNT_PLAN } from "../../protocol/plans.ts";
import { HOUR_MS, MINUTE_MS } from "../../protocol/time-units.ts";
import { AppError } from "../domain/app-error.ts";
import type { Env } from "../env.ts";
import { findOrCreateAccount, type Account } from "../storage/accounts.ts";
import { insertSignInCode, trySignInCode } from "../storage/sign-in-codes.ts";
import { mailerOf } from "./mail.ts";
import { networkOf } from "../domain/network.ts";
import { hashSecret } from "../domain/secret.ts";

const CODE_LIFETIME_MS = 10 * MINUTE_MS;
const CODE_DIGITS = 6;
const MAX_TRIES = 5;

/*
 * An attacker gets five tries for each of ten codes per hour and email address. Out of a million
 * codes, they guess one with a chance of 1 in 20,000 per hour, and the owner receives ten emails.
 */
const LIMIT_WINDOW_MS = HOUR_MS;
const MAX_CODES_PER_EMAIL = 10;
const MAX_CODES_PER_NETWORK = 30;
/** Lower than the limit per email address, so that one network can't lock the owner out. */
const MAX_CODES_PER_EMAIL_AND_NETWORK = 5;

/** The cookie is valid as long as the code. */
export const BROWSER_COOKIE_SECONDS = CODE_LIFETIME_MS / 1000;

/** Creates the secret of a browser. A code works only in the browser that requested it. */
export function mintBrowserSecret(): string {
  return crypto.randomUUID();
}

/**
 * Mails a code, unless the email address or the network has requested too many. The caller can't
 * tell, so that nobody finds out whether an email address is known or over its limit.
 */
export async function mailCode(
  env: Env,
  email: string,
  browserSecret: string,
  ip: string,
  now: number,
): Promise<void> {
  const code = mintCode();
  const isWithinLimits = await insertSignInCode(
    env.DB,
    {
      browserHash: await hashSecret(browserSecret),
      email,
      codeHash: await hashCode(browserSecret, code),
      network: networkOf(ip),
      createdAt: now,
      expiresAt: now + CODE_LIFETIME_MS,
    },
    {
      since: now - LIMIT_WINDOW_MS,
      maxPerEmail: MAX_CODES_PER_EMAIL,
      maxPerNetwork: MAX_CODES_PER_NETWORK,
      maxPerEmailAndNetwork: MAX_CODES_PER_EMAIL_AND_NETWORK,
    },
  );
  if (!isWithinLimits) {
    console.warn("sign-in: the email address or network is over its hourly limit; no code mailed");
    return;
  }
  await mailerOf(env)({
    to: email,
    subject: `${code} is your HookNexus code`,
    text: [
      `Your code is ${code}. It works once, for ten minutes,`,
      "and only in the browser that requested it.",
      "",
      "If you did not request it, ignore this email.",
    ].join("\n"),
  });
}

/**
 * Redeems a code. Resolves to its account, which is created if the email address is new.
 * @throws AppError `invalid_code` if it is wrong, used, expired, tried too often, or was requested
 *   by another browser
 */
export async function redeemCode(
  env: Env,
  email: string,
  code: string,
  browserSecret: string | undefined,
  now: number,
): Promise<Account> {
  if (browserSecret === undefined) throw new AppError("invalid_code");
  const attempt = {
    browserHash: await hashSecret(browserSecret),
    email,
    codeHash: await hashCode(browserSecret, code),
  };
  const isRight = await trySignInCode(env.DB, attempt, MAX_TRIES, now);
  if (!isRight) throw new AppError("invalid_code");
  return findOrCreateAccount(env.DB, email, NEW_ACCOUNT_PLAN, now);
}

/** All million codes can be hashed quickly, so the hash includes the secret of the browser. */
function hashCode(browserSecret: string, code: string): Promise<string> {
  return hashSecret(`${browserSecret}:${code}`);
}

function mintCode(): string {
  const range = 10 ** CODE_DIGITS;
  // The largest multiple of the range in 32 bits. Numbers above it would favour some codes.
  const fair = Math.floor(2 ** 32 / range) * range;
  for (;;) {
    const [value = fair] = crypto.getRandomValues(new Uint32Array(1));
    if (value < fair) return String(value % range).padStart(CODE_DIGITS, "0");
  }
}
