import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * The secret that signs this server's endpoint ids, created at the first start. It is kept, because
 * a new one would invalidate all endpoint URLs.
 */
export function endpointIdKey(stateDir: string): string {
  const path = join(stateDir, "endpoint-id-key");
  if (!existsSync(path)) writeFileSync(path, randomSecret(), { mode: 0o600, flag: "wx" });
  return readFileSync(path, "utf8").trim();
}

/** 256 random bits as base64url. */
export function randomSecret(): string {
  return randomBytes(32).toString("base64url");
}
