import { signatureProvider, type SignatureProvider } from "../../../../protocol/signature.ts";

const NAMES: Record<SignatureProvider, string> = {
  github: "GitHub",
  stripe: "Stripe",
  shopify: "Shopify",
  slack: "Slack",
  "standard-webhooks": "Standard Webhooks",
};

export function providerName(provider: SignatureProvider): string {
  return NAMES[provider];
}

/** Options for a select field. */
export const PROVIDER_OPTIONS = signatureProvider.options.map(
  (provider): [SignatureProvider, string] => [provider, NAMES[provider]],
);
