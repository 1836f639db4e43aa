import { GitHub } from "arctic";
import * as z from "zod/mini";
import { NEW_ACCOUNT_PLAN } from "../../protocol/plans.ts";
import type { Env } from "../env.ts";
import {
  findAccountByGithubId,
  findOrCreateAccount,
  linkGithub,
  type Account,
} from "../storage/accounts.ts";

const API = "https://api.github.com";
const HEADERS = {
  accept: "application/vnd.github+json",
  "user-agent": "hooknexus",
  "x-github-api-version": "2022-11-28",
};

const user = z.object({
  id: z.number(),
  name: z.nullable(z.string()),
  avatar_url: z.nullable(z.string()),
});
const emails = z.array(
  z.object({ email: z.string(), primary: z.boolean(), verified: z.boolean() }),
);

/** The GitHub client; null if this deployment has no GitHub application. */
export function githubOf(env: Env, publicUrl: string): GitHub | null {
  const { GITHUB_CLIENT_ID: id, GITHUB_CLIENT_SECRET: secret } = env;
  return id && secret ? new GitHub(id, secret, `${publicUrl}/auth/github/callback`) : null;
}

/**
 * Exchanges a code for the account of its GitHub user. Finds the account by the user's GitHub id,
 * then by their verified primary email address, or creates it. An unverified address proves
 * nothing: anyone could enter somebody else's and take over that account.
 *
 * @throws if GitHub refuses the code or the user has no verified primary email address
 */
export async function accountFromGithub(
  env: Env,
  github: GitHub,
  code: string,
  now: number,
): Promise<Account> {
  const token = (await github.validateAuthorizationCode(code)).accessToken();
  const profile = user.parse(await get("/user", token));
  const githubId = String(profile.id);
  const known = await findAccountByGithubId(env.DB, githubId);
  if (known) return known;
  const addresses = emails.parse(await get("/user/emails", token));
  const address = addresses.find(({ primary, verified }) => primary && verified)?.email;
  if (address === undefined)
    throw new Error("The GitHub user has no verified primary email address.");
  const account = await findOrCreateAccount(env.DB, address.toLowerCase(), NEW_ACCOUNT_PLAN, now);
  const { name, avatar_url: avatarUrl } = profile;
  await linkGithub(env.DB, account.id, { githubId, name, avatarUrl });
  return account;
}

async function get(path: string, token: string): Promise<unknown> {
  const headers = { ...HEADERS, authorization: `Bearer ${token}` };
  const response = await fetch(API + path, { headers });
  if (!response.ok) throw new Error(`GitHub answered ${response.status} to ${path}.`);
  return response.json();
}
