import * as z from "zod/mini";

/** An active sign-in in GET /api/account/sessions. */
export const session = z.object({
  id: z.string(),
  /** `session` for a browser, `token` for a command line or a script. */
  kind: z.enum(["session", "token"]),
  createdAt: z.string(),
  lastUsedAt: z.nullable(z.string()),
  expiresAt: z.nullable(z.string()),
  userAgent: z.nullable(z.string()),
  /** Whether this request was made with it. */
  isCurrent: z.boolean(),
});
export type Session = z.infer<typeof session>;
