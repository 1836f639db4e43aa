import * as z from "zod/mini";
import { planName, type PlanName } from "../../protocol/plans.ts";

/** An account. Times are in Unix milliseconds. */
export interface Account {
  id: string;
  email: string;
  name: string | null;
  avatarUrl: string | null;
  plan: PlanName;
  createdAt: number;
}

const COLUMNS = "id, email, name, avatar_url, plan, created_at";

const row = z.object({
  id: z.string(),
  email: z.string(),
  name: z.nullable(z.string()),
  avatar_url: z.nullable(z.string()),
  plan: planName,
  created_at: z.number(),
});

function toAccount(raw: unknown): Account {
  const { avatar_url, created_at, ...rest } = row.parse(raw);
  return { ...rest, avatarUrl: avatar_url, createdAt: created_at };
}

export async function findAccount(db: D1Database, id: string): Promise<Account | null> {
  const raw = await db.prepare(`SELECT ${COLUMNS} FROM accounts WHERE id = ?`).bind(id).first();
  return raw && toAccount(raw);
}

export async function findAccountByGithubId(
  db: D1Database,
  githubId: string,
): Promise<Account | null> {
  const query = `SELECT ${COLUMNS} FROM accounts WHERE github_id = ?`;
  const raw = await db.prepare(query).bind(githubId).first();
  return raw && toAccount(raw);
}

/** Finds or creates the account of an email address. Racing sign-ins create only one. */
export async function findOrCreateAccount(
  db: D1Database,
  email: string,
  plan: PlanName,
  now: number,
): Promise<Account> {
  const [, found] = await db.batch([
    db
      .prepare(
        `INSERT INTO accounts (id, email, plan, created_at) VALUES (?, ?, ?, ?)
         ON CONFLICT (email) DO NOTHING`,
      )
      .bind(crypto.randomUUID(), email, plan, now),
    db.prepare(`SELECT ${COLUMNS} FROM accounts WHERE email = ?`).bind(email),
  ]);
  return toAccount(found?.results[0]);
}

/** A GitHub user. The id identifies the account; the other fields may change at GitHub. */
export interface GithubProfile {
  githubId: string;
  name: string | null;
  avatarUrl: string | null;
}

/**
 * Links an account to a GitHub user, unless it is linked already. Sets the account's name and
 * picture if it has none.
 */
export async function linkGithub(
  db: D1Database,
  accountId: string,
  profile: GithubProfile,
): Promise<void> {
  await db
    .prepare(
      `UPDATE accounts
       SET github_id = coalesce(github_id, ?), name = coalesce(name, ?),
           avatar_url = coalesce(avatar_url, ?)
       WHERE id = ?`,
    )
    .bind(profile.githubId, profile.name, profile.avatarUrl, accountId)
    .run();
}

/** A batch statement that sets an account's plan. */
export function setPlan(db: D1Database, accountId: string, plan: PlanName): D1PreparedStatement {
  return db.prepare("UPDATE accounts SET plan = ? WHERE id = ?").bind(plan, accountId);
}
