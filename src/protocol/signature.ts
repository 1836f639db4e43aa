import * as z from "zod/mini";

export const signatureProvider = z.enum([
  "github",
  "stripe",
  "shopify",
  "slack",
  "standard-webhooks",
]);
export type SignatureProvider = z.infer<typeof signatureProvider>;

const text = z.string().check(z.minLength(1));
/** Headers and secrets are short; what is longer only costs us time. */
const shortText = z.string().check(z.minLength(1), z.maxLength(4_096));
/** A time in 12 digits is 29,000 years away; beyond 8.64e12 s there is none (ECMA-262 21.4.1.1). */
const MAX_SECONDS = 999_999_999_999;
const seconds = z.pipe(
  z.union([
    z.int().check(z.minimum(0), z.maximum(MAX_SECONDS)),
    z.string().check(z.regex(/^\d{1,12}$/, "must be Unix seconds")),
  ]),
  z.transform(String),
);

/** POST /api/verify-signature. The payload is the body's text, exactly as it was received. */
export const verifySignatureBody = z.strictObject({
  provider: signatureProvider,
  payload: text,
  /** The provider's signature header, whole. */
  signature: shortText,
  secret: shortText,
  /** Unix seconds, from the provider's header: Slack and Standard Webhooks sign it. */
  timestamp: z.optional(seconds),
  /** The message id that Standard Webhooks signs: its `webhook-id` header. */
  id: z.optional(shortText),
});
export type VerifySignatureBody = z.infer<typeof verifySignatureBody>;

/** `details` where the provider would have signed otherwise, and nothing more can be said. */
export const OTHER_SIGNATURE = "The signature is another one.";

/** The reply: what the signature should have been, and what it was. */
export const signatureVerdict = z.object({
  valid: z.boolean(),
  expected: z.string(),
  actual: z.string(),
  /** Why it is not valid, where there is more to say than that it differs. */
  details: z.optional(z.string()),
});
export type SignatureVerdict = z.infer<typeof signatureVerdict>;
