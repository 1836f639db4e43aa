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
/** Headers and secrets are short. The limit bounds the work for hostile input. */
const shortText = z.string().check(z.minLength(1), z.maxLength(4_096));
/** 12 digits reach 29,000 years ahead, and stay below the largest JavaScript date (ECMA-262 21.4.1.1). */
const MAX_SECONDS = 999_999_999_999;
const seconds = z.pipe(
  z.union([
    z.int().check(z.minimum(0), z.maximum(MAX_SECONDS)),
    z.string().check(z.regex(/^\d{1,12}$/, "must be Unix seconds")),
  ]),
  z.transform(String),
);

/** POST /api/verify-signature. `payload` is the text of the body, exactly as received. */
export const verifySignatureBody = z.strictObject({
  provider: signatureProvider,
  payload: text,
  /** The full value of the provider's signature header. */
  signature: shortText,
  secret: shortText,
  /** Unix seconds from the provider's header. Slack and Standard Webhooks sign it. */
  timestamp: z.optional(seconds),
  /** The `webhook-id` header. Standard Webhooks signs it. */
  id: z.optional(shortText),
});
export type VerifySignatureBody = z.infer<typeof verifySignatureBody>;

/** `details` if the signature differs and no other reason is known. Clients compare it. */
export const OTHER_SIGNATURE = "The signature does not match.";

/** The reply to POST /api/verify-signature. */
export const signatureVerdict = z.object({
  valid: z.boolean(),
  expected: z.string(),
  actual: z.string(),
  /** Why the signature is not valid. */
  details: z.optional(z.string()),
});
export type SignatureVerdict = z.infer<typeof signatureVerdict>;
