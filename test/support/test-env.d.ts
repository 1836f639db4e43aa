import type { D1Migration } from "cloudflare:test";

declare global {
  namespace Cloudflare {
    interface Env {
      MIGRATIONS: D1Migration[];
      MAILBOX?: Fetcher;
      ADMIN_TOKEN?: string;
      ROUNDS_FACTOR?: string;
    }
  }
}
