import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The key under which this server's endpoint ids are made: kept, or every address would change. */
export function endpointIdKey(stateDir: string): string {
  const path = join(stateDir, "endpoint-id-key");
  if (!existsSync(path)) writeFileSync(path, passingSecret(), { mode: 0o600, flag: "wx" });
  return readFileSync(path, "utf8").trim();
}

/** A secret for the life of this process. */
export function passingSecret(): string {
  return randomBytes(32).toString("base64url");
}
