import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Control } from "./control.ts";

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
  control: Control,
  origin: string,
  adminToken: string,
): Promise<FirstAccount> {
  const post = <Reply>(path: string, token: string, body: unknown) =>
    postTo<Reply>(control, origin + path, token, body);
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
  control: Control,
  url: string,
  token: string,
  body: unknown,
): Promise<Reply> {
  const { status, text } = await control.callWorker({
    url,
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (status >= 300) {
    throw new Error(`Setting up the first account failed: ${url} answered ${status}.`);
  }
  return JSON.parse(text) as Reply;
}
