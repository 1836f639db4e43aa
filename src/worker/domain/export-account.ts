import type { ExportLine } from "../../protocol/export.ts";
import type { Env } from "../env.ts";
import { hubOf } from "../hub/stub.ts";
import type { Principal } from "../storage/principals.ts";
import { everyCredential, everyEndpoint, type EverCredential } from "../storage/export.ts";
import { whoAmI } from "./accounts.ts";
import { endpointRow } from "./endpoints.ts";
import { isoTime } from "./iso-time.ts";
import { subscriptionOf } from "./subscriptions.ts";

/** Whole lines; of an endpoint's requests, which may be gigabytes, as its hub reads them. */
export type ExportPart = Uint8Array | ReadableStream<Uint8Array>;

/**
 * All that is stored of an account, but for bodies above the inline limit and codes of sign-ins
 * under way, as lines of JSON. It is read as it is taken: whatever is stored, a page of it is in
 * memory. What comes in meanwhile may be in it or not.
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
  for await (const credential of everyCredential(env.DB, accountId)) {
    yield encode({ type: "credential", credential: toExported(credential) });
  }
  for await (const endpoint of everyEndpoint(env.DB, accountId)) {
    yield encode({ type: "endpoint", endpoint: await endpointRow(env, endpoint) });
    yield await hubOf(env, endpoint.id).exportRequests(publicUrl);
  }
  yield encode({ type: "end" });
}

const encoder = new TextEncoder();

function encode(line: ExportLine): Uint8Array {
  return encoder.encode(`${JSON.stringify(line)}\n`);
}

type Exported = Extract<ExportLine, { type: "credential" }>["credential"];

function toExported(credential: EverCredential): Exported {
  return {
    id: credential.id,
    kind: credential.kind,
    name: credential.name,
    // Of a session or a token even the beginning is shown nowhere.
    prefix: credential.kind === "api_key" ? credential.prefix : null,
    endpointIds: credential.endpointIds,
    userAgent: credential.userAgent,
    createdAt: new Date(credential.createdAt).toISOString(),
    lastUsedAt: isoTime(credential.lastUsedAt),
    expiresAt: isoTime(credential.expiresAt),
    revokedAt: isoTime(credential.revokedAt),
  };
}
