import type { ApiKey, CreatedKey, CreateKeyBody } from "../../protocol/api-key.ts";
import { hashSecret, mintSecret, shownPrefix } from "./secret.ts";
import { plansOf, type Env } from "../env.ts";
import { findApiKey, renameApiKey, replaceApiKey } from "../storage/api-keys.ts";
import {
  insertCredential,
  listCredentials,
  type Credential,
  type NewCredential,
} from "../storage/credentials.ts";
import type { Principal } from "../storage/principals.ts";
import { listEndpoints } from "../storage/endpoints.ts";
import { AppError } from "./app-error.ts";
import { queueExpire, toOutboxEntries } from "../storage/outbox.ts";
import { isoTime } from "./iso-time.ts";
import { deliver } from "./outbox.ts";
import { revoke } from "./revoke.ts";

/** Creates an API key within the plan's limit. Only the result contains the secret. */
export async function createKey(
  env: Env,
  owner: Principal,
  input: CreateKeyBody,
  now: number,
): Promise<CreatedKey> {
  const endpointIds = input.endpointIds ?? null;
  if (endpointIds) await checkEndpoints(env, owner.accountId, endpointIds, now);
  const { secret, credential } = await mintKey({
    accountId: owner.accountId,
    name: input.name ?? null,
    endpointIds,
    createdAt: now,
    expiresAt: parseExpiry(input.expiresAt ?? null, now),
  });
  const { maxApiKeys } = plansOf(env)[owner.plan];
  if (!(await insertCredential(env.DB, credential, maxApiKeys))) {
    throw new AppError("key_limit", { limit: maxApiKeys });
  }
  return { ...toApiKey({ ...credential, lastUsedAt: null }), key: secret };
}

/**
 * Creates a replacement for a key, with the same name, endpoints and expiry. The old key is valid
 * until the overlap ends. Without an overlap, it is revoked.
 */
export async function rotateKey(
  env: Env,
  accountId: string,
  id: string,
  overlapSeconds: number,
  now: number,
): Promise<CreatedKey> {
  const found = await findApiKey(env.DB, accountId, id, now);
  if (!found) throw new AppError("key_not_found");
  const { name, endpointIds, expiresAt } = found;
  const input = { accountId, name, endpointIds, createdAt: now, expiresAt };
  const { secret, credential } = await mintKey(input);
  const oldExpiresAt = now + overlapSeconds * 1_000;
  const [, replaced, queued] = await env.DB.batch([
    ...replaceApiKey(env.DB, id, oldExpiresAt, credential),
    queueExpire(env.DB, id, credential.id, oldExpiresAt, now),
  ]);
  if (replaced?.meta.changes !== 1) throw new AppError("key_rotated");
  await deliver(env, toOutboxEntries(queued));
  if (overlapSeconds === 0) await revoke(env, accountId, id, ["api_key"], now);
  return { ...toApiKey({ ...credential, lastUsedAt: null }), key: secret };
}

export async function listKeys(env: Env, accountId: string, now: number): Promise<ApiKey[]> {
  return (await listCredentials(env.DB, accountId, ["api_key"], now)).map(toApiKey);
}

export async function renameKey(
  env: Env,
  accountId: string,
  id: string,
  name: string,
  now: number,
): Promise<ApiKey> {
  const renamed = await renameApiKey(env.DB, accountId, id, name, now);
  if (!renamed) throw new AppError("key_not_found");
  return toApiKey(renamed);
}

type NewKey = Pick<Credential, "accountId" | "name" | "endpointIds" | "createdAt" | "expiresAt">;

async function mintKey(input: NewKey) {
  const secret = mintSecret("api_key");
  const credential: NewCredential = {
    ...input,
    id: crypto.randomUUID(),
    kind: "api_key",
    prefix: shownPrefix(secret),
    secretHash: await hashSecret(secret),
    userAgent: null,
  };
  return { secret, credential };
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

/** A key restricted to endpoints of other accounts would be useless, so refuse it. */
async function checkEndpoints(env: Env, accountId: string, wanted: string[], now: number) {
  const owned = new Set((await listEndpoints(env.DB, accountId, now)).map(({ id }) => id));
  const unknown = wanted.find((id) => !owned.has(id));
  if (unknown === undefined) return;
  const sentence = `endpointIds: ${unknown} is not one of your endpoints.`;
  throw new AppError("invalid_field", { field: "endpointIds" }, sentence);
}
