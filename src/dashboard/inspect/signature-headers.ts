import type { SignatureProvider } from "../../protocol/signature.ts";

/** The headers of a delivery that carry its signature. */
export interface SignedHeaders {
  provider: SignatureProvider;
  /** The signature header, whole; "" if it is missing. */
  signature: string;
  timestamp?: string;
  /** The message id that Standard Webhooks signs. */
  id?: string;
}

interface HeaderNames {
  signature: string;
  timestamp?: string;
  id?: string;
}

/** Svix, which began Standard Webhooks, sends the same values under its own names. */
const HEADERS: [SignatureProvider, HeaderNames][] = [
  ["github", { signature: "x-hub-signature-256" }],
  ["stripe", { signature: "stripe-signature" }],
  ["shopify", { signature: "x-shopify-hmac-sha256" }],
  ["slack", { signature: "x-slack-signature", timestamp: "x-slack-request-timestamp" }],
  [
    "standard-webhooks",
    { signature: "webhook-signature", timestamp: "webhook-timestamp", id: "webhook-id" },
  ],
  [
    "standard-webhooks",
    { signature: "svix-signature", timestamp: "svix-timestamp", id: "svix-id" },
  ],
];

type Headers = Readonly<Record<string, string>>;

/** Detects the provider by its signature header; null if there is none. */
export function detectProvider(headers: Headers): SignatureProvider | null {
  return HEADERS.find(([, names]) => valueOf(headers, names.signature) !== undefined)?.[0] ?? null;
}

/**
 * Picks the headers that a provider's rules need.
 *
 * @param headers names in lower case, as captured
 */
export function signedHeaders(headers: Headers, provider: SignatureProvider): SignedHeaders {
  const ofProvider = HEADERS.filter(([one]) => one === provider).map(([, names]) => names);
  const present = ofProvider.find(({ signature }) => valueOf(headers, signature) !== undefined);
  const names = present ?? ofProvider[0];
  const [timestamp, id] = [names?.timestamp, names?.id].map((name) => valueOf(headers, name));
  return {
    provider,
    signature: valueOf(headers, names?.signature) ?? "",
    ...(timestamp === undefined ? {} : { timestamp }),
    ...(id === undefined ? {} : { id }),
  };
}

function valueOf(headers: Headers, name: string | undefined): string | undefined {
  return name !== undefined && Object.hasOwn(headers, name) ? headers[name] : undefined;
}
