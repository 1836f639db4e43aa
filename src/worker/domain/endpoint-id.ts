import { hexToUuid, isUuid } from "../../protocol/ids.ts";

/*
 * An endpoint id is a UUID of version 8: 80 random bits and a 42-bit MAC of them.
 *
 * Any call to a Durable Object creates it. That costs a 4 KiB file locally and a billed request on
 * Cloudflare, so the MAC lets the worker recognise an invented id before it makes a call. A UUID
 * has 42 bits left for the MAC. Forging one takes 4 * 10^12 requests and yields only an empty hub.
 */
const RANDOM_BITS = 80n;
const MAC_BITS = 42n;

/** How many valid ids an isolate caches, in about a megabyte. A cached id needs no HMAC. */
const MAX_KNOWN = 10_000;

/** Creates and checks endpoint ids. The first key of the list signs; all keys are accepted. */
export class EndpointIds {
  readonly #keys: Promise<CryptoKey[]>;
  /** Only ids with a valid MAC, so that invented ids take no memory. */
  readonly #known = new Set<string>();

  /** @param keys the ENDPOINT_ID_KEY setting: secrets of 16 characters or more, comma-separated */
  constructor(keys: string) {
    const secrets = keys.split(",").map((secret) => secret.trim());
    if (secrets.some((secret) => secret.length < 16)) {
      throw new Error("ENDPOINT_ID_KEY must be a list of secrets of at least 16 characters each.");
    }
    this.#keys = Promise.all(secrets.map(importKey));
  }

  async mint(): Promise<string> {
    const random = toBigInt(crypto.getRandomValues(new Uint8Array(Number(RANDOM_BITS) / 8)));
    const [key] = await this.#keys;
    if (!key) throw new Error("There is no key to sign with.");
    return pack((random << MAC_BITS) | (await mac(key, random)));
  }

  /** Whether the id is in the cache. If it is, the caller need not await `isOurs`. */
  isKnown(id: string): boolean {
    return this.#known.has(id);
  }

  /** Whether we created the id. The first call for an id computes an HMAC with each key. */
  async isOurs(id: string): Promise<boolean> {
    if (this.#known.has(id)) return true;
    if (!isUuid(id) || !(await this.#hasMac(id))) return false;
    if (this.#known.size === MAX_KNOWN) this.#known.clear();
    this.#known.add(id);
    return true;
  }

  async #hasMac(id: string): Promise<boolean> {
    const bits = unpack(id);
    const random = bits >> MAC_BITS;
    for (const key of await this.#keys) {
      if (pack((random << MAC_BITS) | (await mac(key, random))) === id) return true;
    }
    return false;
  }
}

let cached: { keys: string; ids: EndpointIds } | undefined;

/** The endpoint ids of this deployment. Keys are imported once per isolate. */
export function endpointIdsOf(env: { ENDPOINT_ID_KEY: string }): EndpointIds {
  if (cached?.keys !== env.ENDPOINT_ID_KEY) {
    cached = { keys: env.ENDPOINT_ID_KEY, ids: new EndpointIds(env.ENDPOINT_ID_KEY) };
  }
  return cached.ids;
}

function importKey(secret: string): Promise<CryptoKey> {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  return crypto.subtle.importKey("raw", new TextEncoder().encode(secret), algorithm, false, [
    "sign",
  ]);
}

async function mac(key: CryptoKey, random: bigint): Promise<bigint> {
  const text = random.toString(16).padStart(Number(RANDOM_BITS) / 4, "0");
  const signature = await crypto.subtle.sign("HMAC", key, new TextEncoder().encode(text));
  return toBigInt(new Uint8Array(signature, 0, 8)) >> (64n - MAC_BITS);
}

function toBigInt(bytes: Uint8Array): bigint {
  return bytes.reduce((value, byte) => (value << 8n) | BigInt(byte), 0n);
}

// RFC 9562, section 5.8: of the 128 bits, four hold the version (8), two the variant (binary 10).
const VERSION = 0x8n;
const VARIANT = 0b10n;

/** Encodes 122 bits as a UUID: 48 bits, the version, 12 bits, the variant, 62 bits. */
function pack(bits: bigint): string {
  const high = bits >> 74n;
  const middle = (bits >> 62n) & 0xfffn;
  const low = bits & ((1n << 62n) - 1n);
  const whole = (high << 80n) | (VERSION << 76n) | (middle << 64n) | (VARIANT << 62n) | low;
  return hexToUuid(whole.toString(16).padStart(32, "0"));
}

function unpack(uuid: string): bigint {
  const whole = BigInt(`0x${uuid.replaceAll("-", "")}`);
  const high = whole >> 80n;
  const middle = (whole >> 64n) & 0xfffn;
  const low = whole & ((1n << 62n) - 1n);
  return (high << 74n) | (middle << 62n) | low;
}
