import * as z from "zod/mini";
import { me } from "./account.ts";
import { requestRow } from "./captured-request.ts";
import { endpointRow } from "./endpoint.ts";
import { subscription } from "./subscription.ts";

/*
 * GET /api/account/export: lines of JSON (NDJSON), one thing each. A reader takes them one by one
 * and never holds the whole, as the server never does; and of a file that broke off, all but the
 * last line is good.
 */

/** The first line. `exportedAt` is when the export began. */
export const exportedAccount = z.object({
  type: z.literal("account"),
  exportedAt: z.string(),
  account: me,
  subscription: z.nullable(subscription),
});

/** A key, token or session, be it ended. Never the secret, never its hash. */
export const exportedCredential = z.object({
  type: z.literal("credential"),
  credential: z.object({
    id: z.string(),
    kind: z.enum(["api_key", "token", "session"]),
    name: z.nullable(z.string()),
    /** How an API key begins; null for the others. */
    prefix: z.nullable(z.string()),
    endpointIds: z.nullable(z.array(z.string())),
    userAgent: z.nullable(z.string()),
    createdAt: z.string(),
    lastUsedAt: z.nullable(z.string()),
    expiresAt: z.nullable(z.string()),
    revokedAt: z.nullable(z.string()),
  }),
});

/** An endpoint, expired or not; its requests follow it. */
export const exportedEndpoint = z.object({ type: z.literal("endpoint"), endpoint: endpointRow });

/** A request; a body above 1 MiB is left out, and its `body_url` has it. */
export const exportedRequest = z.object({ type: z.literal("request"), request: requestRow });

/** The last line: without it the export is not whole. */
export const exportEnd = z.object({ type: z.literal("end") });

/** One line of an export. Ignore types that you do not know. */
export const exportLine = z.discriminatedUnion("type", [
  exportedAccount,
  exportedCredential,
  exportedEndpoint,
  exportedRequest,
  exportEnd,
]);
export type ExportLine = z.infer<typeof exportLine>;
