import type { CredentialKind } from "../storage/credentials.ts";

/*
 * A credential's secret: a prefix that says what it is, 32 base62 characters (190 bits) from a
 * CSPRNG, and the CRC-32 of those in six more. The check sum, as in GitHub's tokens, refuses a
 * typo without a look-up and lets secret scanners tell a real leak from a look-alike.
 */
const PREFIXES = {
  api_key: "hnx_",
  token: "hnt_",
  session: "hns_",
} as const satisfies Record<CredentialKind, string>;
const BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const RANDOM_CHARACTERS = 32;
const CHECK_CHARACTERS = 6;
const SHAPE = /^(hn[xts]_)([0-9A-Za-z]{32})([0-9A-Za-z]{6})$/;

/** What may be shown of a secret for good: too little to guess the rest by. */
const SHOWN_CHARACTERS = 12;

export function mintSecret(kind: CredentialKind): string {
  const random = randomBase62(RANDOM_CHARACTERS);
  return PREFIXES[kind] + random + checkSum(random);
}

/** What a secret claims to be, or null where it can't be one of ours. */
export function secretKind(secret: string): CredentialKind | null {
  const [, prefix, random, check] = SHAPE.exec(secret) ?? [];
  if (prefix === undefined || random === undefined || check !== checkSum(random)) return null;
  if (prefix === PREFIXES.api_key) return "api_key";
  return prefix === PREFIXES.token ? "token" : "session";
}

export function shownPrefix(secret: string): string {
  return secret.slice(0, SHOWN_CHARACTERS);
}

/** SHA-256 in hex. Plain hashing is enough: there are 190 random bits behind it. */
export async function hashSecret(secret: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(secret));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Compares texts in a time that tells nothing of where they differ. */
export async function isSameSecret(a: string, b: string): Promise<boolean> {
  const encoder = new TextEncoder();
  const [left, right] = await Promise.all(
    [a, b].map((text) => crypto.subtle.digest("SHA-256", encoder.encode(text))),
  );
  return left !== undefined && right !== undefined && crypto.subtle.timingSafeEqual(left, right);
}

function randomBase62(length: number): string {
  let text = "";
  while (text.length < length) {
    for (const byte of crypto.getRandomValues(new Uint8Array(length))) {
      // 248 is the largest multiple of 62 in a byte: what is above would favour some characters.
      if (byte < 248 && text.length < length) text += BASE62[byte % 62];
    }
  }
  return text;
}

function checkSum(text: string): string {
  let rest = crc32(new TextEncoder().encode(text));
  let encoded = "";
  for (let digit = 0; digit < CHECK_CHARACTERS; digit++) {
    encoded = BASE62.charAt(rest % 62) + encoded;
    rest = Math.floor(rest / 62);
  }
  return encoded;
}

/** CRC-32 as in ISO 3309, with the reversed polynomial. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}
