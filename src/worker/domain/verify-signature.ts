import {
  OTHER_SIGNATURE,
  type SignatureProvider,
  type SignatureVerdict,
  type VerifySignatureBody,
} from "../../protocol/signature.ts";
import { isSameSecret } from "./secret.ts";

/** Stripe, Slack and Standard Webhooks recommend five minutes, against replay attacks. */
const TOLERANCE_S = 300;

/** While a secret is rotated, providers send a signature for each valid secret: two or three. */
const MAX_CANDIDATES = 16;

type Delivery = Omit<VerifySignatureBody, "provider">;

/** The signature that the provider would send, and the parts of the given one to compare. */
interface Expectation {
  /** The whole header as the provider would have sent it. */
  expected: string;
  /** Parts of the given header. The signature is valid if one of them equals `sought`. */
  candidates: string[];
  sought: string;
  /** Why the delivery is invalid regardless of its signature. */
  problem?: string;
}

const PROVIDERS: Record<
  SignatureProvider,
  (delivery: Delivery, now: number) => Promise<Expectation>
> = {
  github: async ({ payload, secret, signature }) =>
    wholeHeader(`sha256=${toHex(await hmacSha256(secret, payload))}`, signature),

  shopify: async ({ payload, secret, signature }) =>
    wholeHeader(toBase64(await hmacSha256(secret, payload)), signature),

  slack: async ({ payload, secret, signature, timestamp }, now) => {
    if (timestamp === undefined)
      return lacking(signature, "The timestamp (X-Slack-Request-Timestamp)");
    const mac = toHex(await hmacSha256(secret, `v0:${timestamp}:${payload}`));
    return { ...wholeHeader(`v0=${mac}`, signature), ...tooOld(timestamp, now) };
  },

  stripe: async ({ payload, secret, signature }, now) => {
    const parts = signature.split(",").map((part) => part.trim().split("="));
    const timestamp = parts.find(([name]) => name === "t")?.[1];
    if (timestamp === undefined) return lacking(signature, "The timestamp (t=…) of the signature");
    const sought = toHex(await hmacSha256(secret, `${timestamp}.${payload}`));
    // While a secret is rotated, Stripe signs with both secrets and sends a v1 for each.
    const candidates = parts.flatMap(([name, value]) => (name === "v1" && value ? [value] : []));
    const expected = `t=${timestamp},v1=${sought}`;
    return { expected, candidates, sought, ...tooOld(timestamp, now) };
  },

  "standard-webhooks": async ({ payload, secret, signature, timestamp, id }, now) => {
    if (id === undefined) return lacking(signature, "The id (webhook-id)");
    if (timestamp === undefined) return lacking(signature, "The timestamp (webhook-timestamp)");
    const key = keyOf(secret);
    if (!key) {
      const problem = "The secret is not of the form whsec_<base64>.";
      return { ...lacking(signature, "a secret"), problem };
    }
    // https://github.com/standard-webhooks/standard-webhooks: "signature scheme".
    const signed = `${id}.${Math.floor(Number(timestamp))}.${payload}`;
    const expected = `v1,${toBase64(await hmacSha256(key, signed))}`;
    return {
      expected,
      candidates: signature.split(" "),
      sought: expected,
      ...tooOld(timestamp, now),
    };
  },
};

/**
 * Compares a delivery's signature with the one that its provider would have sent, in constant time.
 *
 * @param now Unix milliseconds
 */
export async function verifySignature(
  { provider, ...delivery }: VerifySignatureBody,
  now: number,
): Promise<SignatureVerdict> {
  const { expected, candidates, sought, problem } = await PROVIDERS[provider](delivery, now);
  const comparisons = candidates
    .slice(0, MAX_CANDIDATES)
    .map((candidate) => isSameSecret(candidate, sought));
  const isSame = (await Promise.all(comparisons)).includes(true);
  const verdict = { valid: isSame && problem === undefined, expected, actual: delivery.signature };
  if (problem !== undefined) return { ...verdict, details: problem };
  return isSame ? verdict : { ...verdict, details: OTHER_SIGNATURE };
}

function wholeHeader(expected: string, signature: string): Expectation {
  return { expected, candidates: [signature.trim()], sought: expected };
}

function lacking(signature: string, what: string): Expectation {
  return { expected: "", candidates: [], sought: signature, problem: `${what} is missing.` };
}

function tooOld(timestamp: string, now: number): { problem?: string } {
  const seconds = Number(timestamp);
  const age = Math.round(now / 1_000) - seconds;
  if (Math.abs(age) <= TOLERANCE_S) return {};
  if (!Number.isFinite(seconds)) return { problem: "The timestamp is not a number of seconds." };
  const direction = age > 0 ? `${age} s ago` : `${-age} s in the future`;
  return { problem: `The timestamp is ${direction}; ${TOLERANCE_S} s are tolerated.` };
}

/** The bytes of `whsec_<base64>`. The prefix is optional. Null if the rest is not base64. */
function keyOf(secret: string): Uint8Array<ArrayBuffer> | null {
  try {
    const binary = atob(secret.replace(/^whsec_/, ""));
    const key = Uint8Array.from(binary, (character) => character.charCodeAt(0));
    return key.length === 0 ? null : key;
  } catch {
    return null;
  }
}

async function hmacSha256(
  secret: string | Uint8Array<ArrayBuffer>,
  text: string,
): Promise<Uint8Array> {
  const encoder = new TextEncoder();
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const bytes = typeof secret === "string" ? encoder.encode(secret) : secret;
  const key = await crypto.subtle.importKey("raw", bytes, algorithm, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", key, encoder.encode(text)));
}

function toHex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function toBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}
