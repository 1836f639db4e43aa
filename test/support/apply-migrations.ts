import { applyD1Migrations } from "cloudflare:test";
import { env } from "cloudflare:workers";

/** Vitest evaluates this file again for each test file, but their database stays the same. */
const once = globalThis as { migrated?: Promise<void> };

await (once.migrated ??= applyD1Migrations(env.DB, env.MIGRATIONS));
