import type { ApiKey, CreatedKey, CreateKeyBody } from "../../protocol/api-key.ts";
import { hashSecret, mintSecret, shownPrefix } from "./secret.ts";
import { plansOf, type Env } from "../env.ts";
import * as storage from "../storage/credentials.ts";
import type { Credential, Principal } from "../storage/credentials.ts";
import { listEndpoints } from "../storage/endpoints.ts";
import { AppError } from "./app-error.ts";
import { isoTime } from "./iso-time.ts";

/** Makes an API key within the plan's limit. The secret is in the reply and nowhere else. */
export async function createKey(
  env: Env,
  owner: Principal,
  wish: CreateKeyBody,
  now: number,
): Promise<CreatedKey> {
  const endpointIds = wish.endpointIds ?? null;
  if (endpointIds) await checkEndpoints(env, owner.accountId, endpointIds, now);
  const secret = mintSecret("api_key");
  const credential = {
    id: crypto.randomUUID(),
    accountId: owner.accountId,
    kind: "api_key" as const,
    prefix: shownPrefix(secret),
    name: wish.name ?? null,
    endpointIds,
    createdAt: now,
    expiresAt: parseExpiry(wish.expiresAt ?? null, now),
    secretHash: await hashSecret(secret),
    userAgent: null,
  };
  const { maxApiKeys } = plansOf(env)[owner.plan];
  if (!(await storage.insertCredential(env.DB, credential, maxApiKeys))) {
    throw new AppError("key_limit", { limit: maxApiKeys });
  }
  return { ...toApiKey({ ...credential, lastUsedAt: null }), key: secret };
}

export async function listKeys(env: Env, accountId: string, now: number): Promise<ApiKey[]> {
  return (await storage.listCredentials(env.DB, accountId, ["api_key"], now)).map(toApiKey);
}

export async function renameKey(
  env: Env,
  accountId: string,
  id: string,
  name: string,
  now: number,
): Promise<ApiKey> {
  const renamed = await storage.renameApiKey(env.DB, accountId, id, name, now);
  if (!renamed) throw new AppError("key_not_found");
  return toApiKey(renamed);
}

function toApiKey(credential: Credential): ApiKey {
  return {
    id: credential.id,
    name: credential.name,
    prefix: credential.prefix,
    createdAt: new Date(credential.createdAt).toISOString(),
    lastUsedAt: isoTime(credential.lastUsedAt),
    expiresAt: isoTime(credential.expiresAt),
    endpointIds: credential.endpointIds,
  };
}

function parseExpiry(expiresAt: string | null, now: number): number | null {
  if (expiresAt === null) return null;
  const ms = Date.parse(expiresAt);
  if (ms > now) return ms;
  throw new AppError("invalid_field", { field: "expiresAt" }, "expiresAt must be in the future.");
}

/** A key that names endpoints of others would be a key to nothing: say so at once. */
async function checkEndpoints(env: Env, accountId: string, wanted: string[], now: number) {
  const owned = new Set((await listEndpoints(env.DB, accountId, now)).map(({ id }) => id));
  const unknown = wanted.find((id) => !owned.has(id));
  if (unknown === undefined) return;
  const sentence = `endpointIds: ${unknown} is not an endpoint of yours.`;
  throw new AppError("invalid_field", { field: "endpointIds" }, sentence);
}
