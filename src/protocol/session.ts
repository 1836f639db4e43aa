import * as z from "zod/mini";

/** One place where an account is signed in, as GET /api/account/sessions lists it. */
export const session = z.object({
  id: z.string(),
  /** A browser's session, or a token that a command line or a script holds. */
  kind: z.enum(["session", "token"]),
  createdAt: z.string(),
  lastUsedAt: z.nullable(z.string()),
  expiresAt: z.nullable(z.string()),
  userAgent: z.nullable(z.string()),
  /** Whether it is the one that asks. */
  isCurrent: z.boolean(),
});
export type Session = z.infer<typeof session>;
