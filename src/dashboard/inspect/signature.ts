import {
  OTHER_SIGNATURE,
  type SignatureProvider,
  type SignatureVerdict,
} from "../../protocol/signature.ts";
import { fromBase64, toBase64, type Bytes } from "./body-bytes.ts";
import { signedHeaders, type SignedHeaders } from "./signature-headers.ts";

/*
 * The rules of POST /api/verify-signature, in the page: the secret stays where it was typed. A
 * test holds both against the same signatures.
 */

/** Stripe, Slack and Standard Webhooks all name five minutes, against replayed deliveries. */
const TOLERANCE_S = 300;
/** Providers send a signature for each secret that is valid while one is rolled: two, or three. */
const MAX_CANDIDATES = 16;

export interface SignatureCheck {
  provider: SignatureProvider;
  /** Names in lower case, as captured. */
  headers: Readonly<Record<string, string>>;
  /** The exact body. */
  bytes: Bytes;
  secret: string;
  /** When it came, in Unix milliseconds: it is old by now, and was not when it came. */
  receivedAt: number;
}

export type PageVerdict = SignatureVerdict & { provider: SignatureProvider };

interface Delivery extends SignedHeaders {
  bytes: Bytes;
  secret: string;
}

interface Expectation {
  /** The whole header as the provider would have sent it. */
  expected: string;
  /** Those parts of the given header of which one must be `sought`. */
  candidates: string[];
  sought: string;
  /** What tells against the delivery, whatever its signature. */
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
    if (timestamp === undefined) return lacking("timestamp (X-Slack-Request-Timestamp)");
    const signed = [encode(`v0:${timestamp}:`), bytes];
    const mac = toHex(await hmacSha256(encode(secret), ...signed));
    return { ...wholeHeader(`v0=${mac}`, signature), ...tooFar(timestamp, receivedAt) };
  },

  stripe: async ({ bytes, secret, signature }, receivedAt) => {
    const parts = signature.split(",").map((part) => part.trim().split("="));
    const timestamp = parts.find(([name]) => name === "t")?.[1];
    if (timestamp === undefined) return lacking("t=… in the signature");
    const sought = toHex(await hmacSha256(encode(secret), encode(`${timestamp}.`), bytes));
    // While a secret is rolled, Stripe signs with both and sends a v1 for each.
    const candidates = parts.flatMap(([name, value]) => (name === "v1" && value ? [value] : []));
    const expected = `t=${timestamp},v1=${sought}`;
    return { expected, candidates, sought, ...tooFar(timestamp, receivedAt) };
  },

  "standard-webhooks": async ({ bytes, secret, signature, timestamp, id }, receivedAt) => {
    if (id === undefined) return lacking("id (webhook-id)");
    if (timestamp === undefined) return lacking("timestamp (webhook-timestamp)");
    const key = fromBase64(secret.replace(/^whsec_/, ""));
    if (!key || key.length === 0) {
      return { ...lacking("a secret"), problem: "The secret is not of the form whsec_<base64>." };
    }
    const mac = await hmacSha256(key, encode(`${id}.${timestamp}.`), bytes);
    const sought = `v1,${toBase64(mac)}`;
    const candidates = signature.split(" ");
    return { expected: sought, candidates, sought, ...tooFar(timestamp, receivedAt) };
  },
};

/** Holds a captured delivery's signature against what its provider would have signed. */
export async function checkSignature(check: SignatureCheck): Promise<PageVerdict> {
  const { provider, headers, bytes, secret, receivedAt } = check;
  const signed = signedHeaders(headers, provider);
  const verdict = { provider, actual: signed.signature, expected: "", valid: false };
  if (signed.signature === "") return { ...verdict, details: "It has no such signature." };
  if (secret === "") return { ...verdict, details: "It takes a secret to tell." };
  const expectation = await RULES[provider]({ ...signed, bytes, secret }, receivedAt);
  const { expected, candidates, sought, problem } = expectation;
  // A plain comparison: whoever could time it has typed the secret.
  const isSame = candidates.slice(0, MAX_CANDIDATES).includes(sought);
  if (problem !== undefined) return { ...verdict, expected, details: problem };
  if (isSame) return { ...verdict, expected, valid: true };
  return { ...verdict, expected, details: OTHER_SIGNATURE };
}

function wholeHeader(expected: string, signature: string): Expectation {
  return { expected, candidates: [signature.trim()], sought: expected };
}

function lacking(what: string): Expectation {
  return { expected: "", candidates: [], sought: "", problem: `It takes ${what} to tell.` };
}

function tooFar(timestamp: string, receivedAt: number): { problem?: string } {
  const seconds = Number(timestamp);
  const age = Math.round(receivedAt / 1_000) - seconds;
  if (Math.abs(age) <= TOLERANCE_S) return {};
  if (!Number.isFinite(seconds)) return { problem: "The timestamp is no number of seconds." };
  const direction = age > 0 ? `${age} s before it came` : `${-age} s after it came`;
  return { problem: `The timestamp is ${direction}; ${TOLERANCE_S} s are tolerated.` };
}

function encode(text: string): Bytes {
  return new TextEncoder().encode(text);
}

/** WebCrypto takes no message in parts. */
async function hmacSha256(secret: Bytes, ...parts: Bytes[]): Promise<Bytes> {
  const message = new Uint8Array(await new Blob(parts).arrayBuffer());
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", secret, algorithm, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", key, message));
}

function toHex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
