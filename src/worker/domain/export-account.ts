import type { ExportLine } from "../../protocol/export.ts";
import type { Env } from "../env.ts";
import { callHubOnce } from "../hub/stub.ts";
import type { Principal } from "../storage/principals.ts";
import { allCredentials, allEndpoints, type StoredCredential } from "../storage/export.ts";
import { whoAmI } from "./accounts.ts";
import { endpointRow } from "./endpoints.ts";
import { isoTime } from "./iso-time.ts";
import { subscriptionOf } from "./subscriptions.ts";

/** Complete lines, or an endpoint's requests as a stream, because they may be gigabytes. */
export type ExportPart = Uint8Array | ReadableStream<Uint8Array>;

/**
 * Exports everything that is stored about an account, as lines of JSON, except bodies above the
 * inline limit and codes of pending sign-ins. Each page is read when the consumer needs it, so only
 * one page is in memory. Data that arrives meanwhile may or may not be included.
 */
export async function* exportAccount(
  env: Env,
  { accountId, plan }: Pick<Principal, "accountId" | "plan">,
  publicUrl: string,
  now: number,
): AsyncGenerator<ExportPart, void, undefined> {
  yield encode({
    type: "account",
    exportedAt: new Date(now).toISOString(),
    account: await whoAmI(env, accountId),
    subscription: await subscriptionOf(env, { accountId, plan }),
  });
  for await (const credential of allCredentials(env.DB, accountId)) {
    yield encode({ type: "credential", credential: toExported(credential) });
  }
  for await (const endpoint of allEndpoints(env.DB, accountId)) {
    yield encode({ type: "endpoint", endpoint: await endpointRow(env, endpoint) });
    yield await callHubOnce(env, endpoint.id, (hub, version) =>
      hub.exportRequests(publicUrl, version),
    );
  }
  yield encode({ type: "end" });
}

const encoder = new TextEncoder();

function encode(line: ExportLine): Uint8Array {
  return encoder.encode(`${JSON.stringify(line)}\n`);
}

type Exported = Extract<ExportLine, { type: "credential" }>["credential"];

function toExported(credential: StoredCredential): Exported {
  return {
    id: credential.id,
    kind: credential.kind,
    name: credential.name,
    // The prefix of a session or a token is never shown.
    prefix: credential.kind === "api_key" ? credential.prefix : null,
    endpointIds: credential.endpointIds,
    userAgent: credential.userAgent,
    createdAt: new Date(credential.createdAt).toISOString(),
    lastUsedAt: isoTime(credential.lastUsedAt),
    expiresAt: isoTime(credential.expiresAt),
    revokedAt: isoTime(credential.revokedAt),
  };
}
