import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** What a newcomer needs to see a webhook arrive. */
export interface FirstAccount {
  endpointId: string;
  url: string;
  key: string;
}

export const OWNER_EMAIL = "owner@localhost.localdomain";

/** Says that the welcome was given: until then each start gives it, whatever failed before. */
const MARK = "welcomed";

export function isFirstStart(stateDir: string): boolean {
  return !existsSync(join(stateDir, MARK));
}

export function markWelcomed(stateDir: string): void {
  writeFileSync(join(stateDir, MARK), "");
}

/** Makes the local owner with one endpoint and one key, by the routes that anybody uses. */
export async function makeFirstAccount(origin: string, adminToken: string): Promise<FirstAccount> {
  const owner = { email: OWNER_EMAIL, plan: "team" };
  const { token } = await post<{ token: string }>(
    `${origin}/api/admin/accounts`,
    adminToken,
    owner,
  );
  const endpoint = await post<{ id: string; url: string }>(`${origin}/api/endpoints`, token, {
    isPermanent: true,
  });
  const { key } = await post<{ key: string }>(`${origin}/api/keys`, token, { name: "first" });
  // What made them is not needed again, and nobody should wonder whose token it is.
  await post(`${origin}/auth/logout`, token, {});
  return { endpointId: endpoint.id, url: endpoint.url, key };
}

async function post<Reply>(url: string, token: string, body: unknown): Promise<Reply> {
  const response = await fetch(url, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${url} answered ${response.status}.`);
  return (await response.json()) as Reply;
}
