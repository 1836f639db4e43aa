import type { Me } from "../../protocol/account.ts";
import type { PlanName } from "../../protocol/plans.ts";
import type { Usage } from "../../protocol/replies.ts";
import { DAY_MS } from "../../protocol/time-units.ts";
import { hashSecret, mintSecret, shownPrefix } from "./secret.ts";
import { plansOf, type Env } from "../env.ts";
import { callAccount } from "../hub/stub.ts";
import { findAccount, findOrCreateAccount, setPlan, type Account } from "../storage/accounts.ts";
import { countApiKeys } from "../storage/api-keys.ts";
import { insertCredential } from "../storage/credentials.ts";
import { countEndpoints } from "../storage/endpoints.ts";
import { AppError } from "./app-error.ts";
import { reconfigureHubs } from "./hub-settings.ts";
import type { HubUpdate } from "./outbox.ts";

/** How long a session or an account token is valid. */
export const SIGN_IN_LIFETIME_MS = { session: 30 * DAY_MS, token: 365 * DAY_MS } as const;

/** More than anyone needs. It limits the rows that a runaway script can store. */
const MAX_SIGN_INS = 1_000;

/** Creates a session or an account token. Resolves to the secret, which is stored only as a hash. */
export async function signIn(
  env: Env,
  accountId: string,
  kind: "session" | "token",
  userAgent: string | null,
  now: number,
): Promise<string> {
  const secret = mintSecret(kind);
  const credential = {
    id: crypto.randomUUID(),
    accountId,
    kind,
    prefix: shownPrefix(secret),
    name: null,
    endpointIds: null,
    createdAt: now,
    expiresAt: now + SIGN_IN_LIFETIME_MS[kind],
    secretHash: await hashSecret(secret),
    userAgent,
  };
  const isStored = await insertCredential(env.DB, credential, MAX_SIGN_INS);
  if (!isStored) throw new AppError("sign_in_limit", { limit: MAX_SIGN_INS });
  return secret;
}

/**
 * Called by the operator. Creates the account, or sets its plan if it exists. Issues a new token in
 * both cases.
 */
export async function provisionAccount(
  env: Env,
  email: string,
  plan: PlanName,
  now: number,
): Promise<{ id: string; email: string; plan: PlanName; token: string }> {
  const account = await findOrCreateAccount(env.DB, email, plan, now);
  if (account.plan !== plan) await changePlan(env, account.id, plan, now);
  const token = await signIn(env, account.id, "token", null, now);
  return { id: account.id, email: account.email, plan, token };
}

/** Sets the plan and reconfigures the hubs, which close the sockets beyond the new limits. */
export async function changePlan(
  env: Env,
  accountId: string,
  plan: PlanName,
  now: number,
): Promise<HubUpdate> {
  const change = setPlan(env.DB, accountId, plan);
  const { changes, ...update } = await reconfigureHubs(env, accountId, now, change);
  if (changes !== 1) throw new AppError("account_not_found");
  return update;
}

export async function whoAmI(env: Env, accountId: string): Promise<Me> {
  const account = await findAccount(env.DB, accountId);
  if (!account) throw new AppError("account_not_found");
  return toMe(account);
}

/** The account's usage and the limits of its plan. A limit of null means unlimited. */
export async function accountUsage(
  env: Env,
  accountId: string,
  planName: PlanName,
  now: number,
): Promise<Usage> {
  const plan = plansOf(env)[planName];
  const [{ active, permanent }, requests, keys] = await Promise.all([
    countEndpoints(env.DB, accountId, now),
    requestsToday(env, accountId),
    countApiKeys(env.DB, accountId, now),
  ]);
  return {
    endpoints: { current: active, limit: plan.maxEndpoints },
    permanentEndpoints: { current: permanent, limit: plan.maxPermanentEndpoints },
    requests: { current: requests, limit: plan.maxDailyRequests },
    apiKeys: { current: keys, limit: plan.maxApiKeys },
    plan: { name: planName, ...plan },
  };
}

/** How many requests all endpoints of the account have received today (UTC). */
export function requestsToday(env: Env, accountId: string): Promise<number> {
  return callAccount<number>(env, accountId, (account, version) => account.used(version));
}

function toMe(account: Account): Me {
  const { id, email, name, avatarUrl, plan, createdAt } = account;
  return { id, email, name, avatarUrl, plan, createdAt: new Date(createdAt).toISOString() };
}
