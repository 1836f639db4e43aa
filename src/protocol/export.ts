import * as z from "zod/mini";
import { me } from "./account.ts";
import { requestRow } from "./captured-request.ts";
import { endpointRow } from "./endpoint.ts";
import { subscription } from "./subscription.ts";

/*
 * GET /api/account/export: lines of JSON (NDJSON). Neither the server nor a reader has to hold the
 * whole export in memory, and all complete lines of an interrupted download can be used.
 */

/** The first line. `exportedAt` is when the export began. */
export const exportedAccount = z.object({
  type: z.literal("account"),
  exportedAt: z.string(),
  account: me,
  subscription: z.nullable(subscription),
});

/** An API key, token or session, active or not. It contains neither the secret nor its hash. */
export const exportedCredential = z.object({
  type: z.literal("credential"),
  credential: z.object({
    id: z.string(),
    kind: z.enum(["api_key", "token", "session"]),
    name: z.nullable(z.string()),
    /** The first characters of an API key. Null for tokens and sessions. */
    prefix: z.nullable(z.string()),
    endpointIds: z.nullable(z.array(z.string())),
    userAgent: z.nullable(z.string()),
    createdAt: z.string(),
    lastUsedAt: z.nullable(z.string()),
    expiresAt: z.nullable(z.string()),
    revokedAt: z.nullable(z.string()),
  }),
});

/** An endpoint, expired or not. Its requests follow. */
export const exportedEndpoint = z.object({ type: z.literal("endpoint"), endpoint: endpointRow });

/** A request. A body above 1 MiB is omitted and can be downloaded from `body_url`. */
export const exportedRequest = z.object({ type: z.literal("request"), request: requestRow });

/** The last line. If it is missing, the export is incomplete. */
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
