import * as z from "zod/mini";
import { planName } from "./plans.ts";
import { subscriptionTerms } from "./subscription.ts";

// RFC 5321 4.5.3.1.3: a path has at most 256 octets, including its angle brackets.
const MAX_EMAIL_CHARACTERS = 254;

/** In lower case, so that two spellings of one mailbox do not make two accounts. */
export const email = z
  .string()
  .check(z.trim(), z.toLowerCase(), z.maxLength(MAX_EMAIL_CHARACTERS), z.email());

/** POST /auth/email. */
export const askForCodeBody = z.strictObject({ email });

/** POST /auth/email/verify. `token: true` requests an account token in addition to the cookie. */
export const verifyCodeBody = z.strictObject({
  email,
  code: z.string().check(z.regex(/^\d{6}$/, "must be six digits")),
  token: z.optional(z.boolean()),
});

/** POST /api/admin/accounts. */
export const createAccountBody = z.strictObject({ email, plan: planName });

/** PATCH /api/admin/accounts/:id. A field that is left out is not changed. A null subscription ends it. */
export const changeAccountBody = z
  .strictObject({
    plan: z.optional(planName),
    subscription: z.optional(z.nullable(subscriptionTerms)),
  })
  .check(
    z.refine(({ plan, subscription }) => plan !== undefined || subscription !== undefined, {
      error: "send a plan or a subscription",
      path: ["plan"],
    }),
  );

/** DELETE /api/account. The account's own email address, so that nobody deletes one by mistake. */
export const deleteAccountBody = z.strictObject({ email });

/** GET /auth/me. */
export const me = z.object({
  id: z.string(),
  email: z.string(),
  name: z.nullable(z.string()),
  avatarUrl: z.nullable(z.string()),
  plan: planName,
  createdAt: z.string(),
});
export type Me = z.infer<typeof me>;
