import { NEW_ACCOUNT_PLAN } from "../../protocol/plans.ts";
import { AppError } from "../domain/app-error.ts";
import type { Env } from "../env.ts";
import { findOrCreateAccount, type Account } from "../storage/accounts.ts";
import { insertSignInCode, removeOldSignInCodes, trySignInCode } from "../storage/sign-in-codes.ts";
import { mailerOf } from "./mail.ts";
import { networkOf } from "../domain/network.ts";
import { hashSecret } from "../domain/secret.ts";

const MINUTE_MS = 60_000;
const CODE_LIFE_MS = 10 * MINUTE_MS;
const CODE_DIGITS = 6;
const MAX_TRIES = 5;

/*
 * Five tries at a million codes, ten codes an hour and address: a guesser has one chance in
 * 20,000 an hour, and the owner's mailbox shows ten mails for it.
 */
const LIMIT_WINDOW_MS = 60 * MINUTE_MS;
const MAX_CODES_PER_EMAIL = 10;
const MAX_CODES_PER_NETWORK = 30;
/** One network can't use up all the codes of an address, and so keep its owner out. */
const MAX_CODES_PER_EMAIL_AND_NETWORK = 5;

/** Lives as long as the code that it goes with. */
export const BROWSER_COOKIE_SECONDS = CODE_LIFE_MS / 1000;

/** A browser's own secret: a code works only beside the one that it was asked for with. */
export function mintBrowserSecret(): string {
  return crypto.randomUUID();
}

/**
 * Mails a code, unless the address or the IP has had too many. The caller can't tell: whether
 * an address is known, or capped, is nobody's business.
 */
export async function mailCode(
  env: Env,
  email: string,
  browserSecret: string,
  ip: string,
  now: number,
): Promise<void> {
  await removeOldSignInCodes(env.DB, now - LIMIT_WINDOW_MS);
  const code = mintCode();
  const isWithinLimits = await insertSignInCode(
    env.DB,
    {
      browserHash: await hashSecret(browserSecret),
      email,
      codeHash: await hashCode(browserSecret, code),
      network: networkOf(ip),
      createdAt: now,
      expiresAt: now + CODE_LIFE_MS,
    },
    {
      since: now - LIMIT_WINDOW_MS,
      maxPerEmail: MAX_CODES_PER_EMAIL,
      maxPerNetwork: MAX_CODES_PER_NETWORK,
      maxPerEmailAndNetwork: MAX_CODES_PER_EMAIL_AND_NETWORK,
    },
  );
  if (!isWithinLimits) {
    console.warn("sign-in: an address or an IP has had its codes of this hour; none was mailed");
    return;
  }
  await mailerOf(env)({
    to: email,
    subject: `${code} is your HookNexus code`,
    text: [
      `Your code is ${code}. It works once, for ten minutes,`,
      "and only in the browser that asked for it.",
      "",
      "If you did not ask for it, you need not do anything.",
    ].join("\n"),
  });
}

/**
 * Spends a code; gives back its account, made now where the address is new.
 * @throws AppError `invalid_code` where it is wrong, used, too old, tried too often, or was asked
 *   for by another browser
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

/** A million codes can be tried in no time, so the hash takes in what only the browser has. */
function hashCode(browserSecret: string, code: string): Promise<string> {
  return hashSecret(`${browserSecret}:${code}`);
}

function mintCode(): string {
  const range = 10 ** CODE_DIGITS;
  // The largest multiple of the range in 32 bits: what is above would favour some codes.
  const fair = Math.floor(2 ** 32 / range) * range;
  for (;;) {
    const [value = fair] = crypto.getRandomValues(new Uint32Array(1));
    if (value < fair) return String(value % range).padStart(CODE_DIGITS, "0");
  }
}
