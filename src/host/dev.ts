import { spawnSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { passingSecret } from "./secrets.ts";

/*
 * `npm run dev`: wrangler's own server, with reload. Its secrets are made once and kept in
 * .dev.vars, its state in .wrangler; mail is written to files that wrangler prints.
 */
const ROOT = join(import.meta.dirname, "../..");
const WRANGLER = join(ROOT, "node_modules/wrangler/bin/wrangler.js");
const DEV_VARS = join(ROOT, ".dev.vars");

if (!existsSync(DEV_VARS)) {
  const lines = [`ENDPOINT_ID_KEY=${passingSecret()}`, `ADMIN_TOKEN=${passingSecret()}`];
  writeFileSync(DEV_VARS, `${lines.join("\n")}\n`, { mode: 0o600 });
}
wrangler("d1", "migrations", "apply", "DB", "--local");
wrangler("dev", ...process.argv.slice(2));

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
