import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { CallWorker } from "./server.ts";

/** Everything a new user needs to receive a first webhook. */
export interface FirstAccount {
  endpointId: string;
  url: string;
  key: string;
}

export const OWNER_EMAIL = "owner@localhost.localdomain";

/**
 * An empty file in the state folder, written after the welcome was printed. If a start fails before
 * that, the next one tries again.
 */
const MARK = "welcomed";

export function isFirstStart(stateDir: string): boolean {
  return !existsSync(join(stateDir, MARK));
}

export function markWelcomed(stateDir: string): void {
  writeFileSync(join(stateDir, MARK), "");
}

/** Creates the local owner with one endpoint and one API key, through the public API. */
export async function makeFirstAccount(
  call: CallWorker,
  origin: string,
  adminToken: string,
): Promise<FirstAccount> {
  const post = <Reply>(path: string, token: string, body: unknown) =>
    postTo<Reply>(call, origin + path, token, body);
  const owner = { email: OWNER_EMAIL, plan: "team" };
  const { token } = await post<{ token: string }>("/api/admin/accounts", adminToken, owner);
  const permanent = { isPermanent: true };
  const endpoint = await post<{ id: string; url: string }>("/api/endpoints", token, permanent);
  const { key } = await post<{ key: string }>("/api/keys", token, { name: "first" });
  // Revokes the token: the owner would otherwise find an unknown session in the list.
  await post("/auth/logout", token, {});
  return { endpointId: endpoint.id, url: endpoint.url, key };
}

async function postTo<Reply>(
  call: CallWorker,
  url: string,
  token: string,
  body: unknown,
): Promise<Reply> {
  const response = await call(url, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!response.ok)
    throw new Error(`Setting up the first account failed: ${url} answered ${response.status}.`);
  return (await response.json()) as Reply;
}
