import {
  OTHER_SIGNATURE,
  type SignatureProvider,
  type SignatureVerdict,
} from "../../protocol/signature.ts";
import { fromBase64, toBase64, type Bytes } from "./body-bytes.ts";
import { signedHeaders, type SignedHeaders } from "./signature-headers.ts";

/*
 * The rules of POST /api/verify-signature, run in the page so that the secret never leaves it.
 * Tests hold both implementations against the same signatures.
 */

/** Stripe, Slack and Standard Webhooks all recommend five minutes, against replayed deliveries. */
const TOLERANCE_S = 300;
/** Ends the `details` of a delivery whose timestamp is too far from its arrival. */
export const TOLERANCE_SENTENCE = `The tolerance is ${TOLERANCE_S} s.`;
/** While a secret is rotated, providers send one signature per valid secret: two or three. */
const MAX_CANDIDATES = 16;

export interface SignatureCheck {
  provider: SignatureProvider;
  /** Names in lower case, as captured. */
  headers: Readonly<Record<string, string>>;
  /** The exact body. */
  bytes: Bytes;
  secret: string;
  /** When the request arrived, in Unix milliseconds. Its age counts from then, not from now. */
  receivedAt: number;
}

export type PageVerdict = SignatureVerdict & { provider: SignatureProvider };

interface Delivery extends SignedHeaders {
  bytes: Bytes;
  secret: string;
}

interface Expectation {
  /** The whole header, as the provider would have sent it. */
  expected: string;
  /** The signatures in the given header. One of them must equal `match`. */
  candidates: string[];
  match: string;
  /** Why the delivery is refused whatever its signature. */
  problem?: string;
}

const RULES: Record<
  SignatureProvider,
  (delivery: Delivery, receivedAt: number) => Promise<Expectation>
> = {
  github: async ({ bytes, secret, signature }) =>
    wholeHeader(`sha256=${toHex(await hmacSha256(encode(secret), bytes))}`, signature),

  shopify: async ({ bytes, secret, signature }) =>
    wholeHeader(toBase64(await hmacSha256(encode(secret), bytes)), signature),

  slack: async ({ bytes, secret, signature, timestamp }, receivedAt) => {
    if (timestamp === undefined)
      return failure("The timestamp header (X-Slack-Request-Timestamp) is missing.");
    const signed = [encode(`v0:${timestamp}:`), bytes];
    const mac = toHex(await hmacSha256(encode(secret), ...signed));
    return { ...wholeHeader(`v0=${mac}`, signature), ...timestampProblem(timestamp, receivedAt) };
  },

  stripe: async ({ bytes, secret, signature }, receivedAt) => {
    const parts = signature.split(",").map((part) => part.trim().split("="));
    const timestamp = parts.find(([name]) => name === "t")?.[1];
    if (timestamp === undefined) return failure("The signature header has no timestamp (t=…).");
    const match = toHex(await hmacSha256(encode(secret), encode(`${timestamp}.`), bytes));
    // While a secret is rotated, Stripe signs with both and sends a v1 for each.
    const candidates = parts.flatMap(([name, value]) => (name === "v1" && value ? [value] : []));
    const expected = `t=${timestamp},v1=${match}`;
    return { expected, candidates, match, ...timestampProblem(timestamp, receivedAt) };
  },

  "standard-webhooks": async ({ bytes, secret, signature, timestamp, id }, receivedAt) => {
    if (id === undefined) return failure("The id header (webhook-id) is missing.");
    if (timestamp === undefined)
      return failure("The timestamp header (webhook-timestamp) is missing.");
    const key = fromBase64(secret.replace(/^whsec_/, ""));
    if (!key || key.length === 0) {
      return failure("The secret must have the form whsec_<base64>.");
    }
    const mac = await hmacSha256(key, encode(`${id}.${timestamp}.`), bytes);
    const match = `v1,${toBase64(mac)}`;
    const candidates = signature.split(" ");
    return { expected: match, candidates, match, ...timestampProblem(timestamp, receivedAt) };
  },
};

/** Compares the signature of a captured delivery with the one its provider would have sent. */
export async function checkSignature(check: SignatureCheck): Promise<PageVerdict> {
  const { provider, headers, bytes, secret, receivedAt } = check;
  const signed = signedHeaders(headers, provider);
  const verdict = { provider, actual: signed.signature, expected: "", valid: false };
  if (signed.signature === "")
    return { ...verdict, details: "This request has no signature from this provider." };
  if (secret === "") return { ...verdict, details: "Enter the secret to check the signature." };
  const expectation = await RULES[provider]({ ...signed, bytes, secret }, receivedAt);
  const { expected, candidates, match, problem } = expectation;
  // No constant-time comparison is needed: only the person who typed the secret could time it.
  const isMatch = candidates.slice(0, MAX_CANDIDATES).includes(match);
  if (problem !== undefined) return { ...verdict, expected, details: problem };
  if (isMatch) return { ...verdict, expected, valid: true };
  return { ...verdict, expected, details: OTHER_SIGNATURE };
}

function wholeHeader(expected: string, signature: string): Expectation {
  return { expected, candidates: [signature.trim()], match: expected };
}

function failure(problem: string): Expectation {
  return { expected: "", candidates: [], match: "", problem };
}

function timestampProblem(timestamp: string, receivedAt: number): { problem?: string } {
  const seconds = Number(timestamp);
  const age = Math.round(receivedAt / 1_000) - seconds;
  if (Math.abs(age) <= TOLERANCE_S) return {};
  if (!Number.isFinite(seconds)) return { problem: "The timestamp is not a number of seconds." };
  const distance = age > 0 ? `${age} s before` : `${-age} s after`;
  return { problem: `The timestamp is ${distance} the request arrived. ${TOLERANCE_SENTENCE}` };
}

function encode(text: string): Bytes {
  return new TextEncoder().encode(text);
}

/** WebCrypto can't sign a message in parts, so they are joined first. */
async function hmacSha256(secret: Bytes, ...parts: Bytes[]): Promise<Bytes> {
  const message = new Uint8Array(await new Blob(parts).arrayBuffer());
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", secret, algorithm, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", key, message));
}

function toHex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
