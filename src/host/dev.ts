import { spawnSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { passingSecret } from "./secrets.ts";

/*
 * `npm run dev`: wrangler's own server, with reload. Its state is in .wrangler; mail is written
 * to files whose paths it prints. ADMIN_TOKEN, where it is set, opens the operator's routes.
 */
const ROOT = join(import.meta.dirname, "../..");
const WRANGLER = join(ROOT, "node_modules/wrangler/bin/wrangler.js");
const DEV_VARS = join(ROOT, ".dev.vars");
const MAIL_FROM = "codes@localhost.localdomain";

// Kept, or every endpoint's address would be unknown after a restart.
if (!existsSync(DEV_VARS)) {
  writeFileSync(DEV_VARS, `ENDPOINT_ID_KEY=${passingSecret()}\n`, { mode: 0o600 });
}
wrangler("d1", "migrations", "apply", "DB", "--local");
wrangler("dev", "--var", `MAIL_FROM:${MAIL_FROM}`, ...adminToken(), ...process.argv.slice(2));

/** wrangler passes on no secret that wrangler.toml does not require, and this one is optional. */
function adminToken(): string[] {
  const token = process.env["ADMIN_TOKEN"];
  return token ? ["--var", `ADMIN_TOKEN:${token}`] : [];
}

function wrangler(...args: string[]): void {
  const env = {
    ...process.env,
    WRANGLER_SEND_METRICS: "false",
    CLOUDFLARE_CF_FETCH_ENABLED: "false",
  };
  const { status } = spawnSync(process.execPath, [WRANGLER, ...args], {
    cwd: ROOT,
    env,
    stdio: "inherit",
  });
  if (status !== 0) process.exit(status ?? 1);
}
