import * as z from "zod/mini";
import { CREDENTIAL_COLUMNS, credentialRow, toCredential, type Credential } from "./credentials.ts";
import { toEndpoint, type Endpoint } from "./endpoints.ts";

/** Rows per page. Few, because an endpoint's custom response may have 64 Ki characters. */
const PAGE_ROWS = 50;

/** A credential, valid or not. Times are in Unix milliseconds. */
export interface StoredCredential extends Credential {
  revokedAt: number | null;
}

const storedCredentialRow = z.extend(credentialRow, { revoked_at: z.nullable(z.number()) });

/** Every credential that the account has ever had, read page by page. */
export async function* allCredentials(
  db: D1Database,
  accountId: string,
): AsyncGenerator<StoredCredential> {
  const query = `SELECT ${CREDENTIAL_COLUMNS}, c.revoked_at FROM credentials c
    WHERE c.account_id = ?1 AND c.id > ?2 ORDER BY c.id LIMIT ?3`;
  for await (const raw of pages(db, query, accountId)) {
    const parsed = storedCredentialRow.parse(raw);
    yield { ...toCredential(parsed), revokedAt: parsed.revoked_at };
  }
}

/** Every endpoint of the account, expired or not, read page by page. */
export async function* allEndpoints(db: D1Database, accountId: string): AsyncGenerator<Endpoint> {
  const query = "SELECT * FROM endpoints WHERE account_id = ?1 AND id > ?2 ORDER BY id LIMIT ?3";
  for await (const raw of pages(db, query, accountId)) yield toEndpoint(raw);
}

/** All rows, by id. The parameters of `query` are the account, the last id and the page size. */
async function* pages(db: D1Database, query: string, accountId: string) {
  for (let last = ""; ;) {
    const page = await db
      .prepare(query)
      .bind(accountId, last, PAGE_ROWS)
      .all<Record<string, unknown>>();
    yield* page.results;
    if (page.results.length < PAGE_ROWS) return;
    last = z.string().parse(page.results.at(-1)?.["id"]);
  }
}
