import { spawnSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { randomSecret } from "./secrets.ts";

/*
 * `npm run dev`: `wrangler dev`, which reloads after each change. Its state is in .wrangler. Mail is
 * written to files; wrangler prints their paths. If ADMIN_TOKEN is set, the operator's routes exist.
 */
const ROOT = join(import.meta.dirname, "../..");
const WRANGLER = join(ROOT, "node_modules/wrangler/bin/wrangler.js");
const DEV_VARS = join(ROOT, ".dev.vars");
const MAIL_FROM = "codes@localhost.localdomain";

// Kept in a file: a new key at each start would invalidate all endpoint URLs.
if (!existsSync(DEV_VARS)) {
  writeFileSync(DEV_VARS, `ENDPOINT_ID_KEY=${randomSecret()}\n`, { mode: 0o600 });
}
wrangler("d1", "migrations", "apply", "DB", "--local");
wrangler("dev", "--var", `MAIL_FROM:${MAIL_FROM}`, ...adminToken(), ...process.argv.slice(2));

/** wrangler.toml lists required secrets only, and wrangler ignores others in the environment. */
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
