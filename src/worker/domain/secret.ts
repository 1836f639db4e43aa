import type { CredentialKind } from "../storage/credentials.ts";

/*
 * The secret of a credential: a prefix for its kind, 32 base62 characters (190 bits) from a CSPRNG,
 * and their CRC-32 in six more. The checksum, as in GitHub's tokens, detects a typo without a
 * query and lets secret scanners distinguish a real leak from a look-alike.
 */
const PREFIXES = {
  api_key: "hnx_",
  token: "hnt_",
  session: "hns_",
  // Not a credential: it is exchanged for a token.
  device_code: "hnd_",
} as const satisfies Record<CredentialKind | "device_code", string>;
const BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const RANDOM_CHARACTERS = 32;
const CHECK_CHARACTERS = 6;
const SHAPE = /^(hn[xtsd]_)([0-9A-Za-z]{32})([0-9A-Za-z]{6})$/;

/** How many characters of a secret may be shown and stored. They do not help to guess the rest. */
const SHOWN_CHARACTERS = 12;

export function mintSecret(kind: CredentialKind): string {
  return mintWithPrefix(PREFIXES[kind]);
}

export function mintDeviceCode(): string {
  return mintWithPrefix(PREFIXES.device_code);
}

function mintWithPrefix(prefix: string): string {
  const random = randomText(BASE62, RANDOM_CHARACTERS);
  return prefix + random + checkSum(random);
}

/** The kind of a secret by its prefix; null if it can't be one of our credentials. */
export function secretKind(secret: string): CredentialKind | null {
  switch (prefixOf(secret)) {
    case PREFIXES.api_key:
      return "api_key";
    case PREFIXES.token:
      return "token";
    case PREFIXES.session:
      return "session";
    default:
      return null;
  }
}

/** Whether this has the form of one of our device codes. */
export function isDeviceCode(secret: string): boolean {
  return prefixOf(secret) === PREFIXES.device_code;
}

/** The prefix of a secret; null if its checksum is wrong. */
function prefixOf(secret: string): string | null {
  const [, prefix, random, check] = SHAPE.exec(secret) ?? [];
  if (prefix === undefined || random === undefined || check !== checkSum(random)) return null;
  return prefix;
}

export function shownPrefix(secret: string): string {
  return secret.slice(0, SHOWN_CHARACTERS);
}

/** SHA-256 in hex. A plain hash is enough for 190 random bits. */
export async function hashSecret(secret: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(secret));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Compares texts in constant time. */
export async function isSameSecret(a: string, b: string): Promise<boolean> {
  const encoder = new TextEncoder();
  const [left, right] = await Promise.all(
    [a, b].map((text) => crypto.subtle.digest("SHA-256", encoder.encode(text))),
  );
  return left !== undefined && right !== undefined && crypto.subtle.timingSafeEqual(left, right);
}

/** Random characters of an alphabet from a CSPRNG, uniformly distributed. */
export function randomText(alphabet: string, length: number): string {
  // The largest multiple of the alphabet in a byte. Bytes above it would favour some characters.
  const fair = 256 - (256 % alphabet.length);
  let text = "";
  while (text.length < length) {
    for (const byte of crypto.getRandomValues(new Uint8Array(length))) {
      if (byte < fair && text.length < length) text += alphabet[byte % alphabet.length];
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
