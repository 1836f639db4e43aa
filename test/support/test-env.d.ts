declare namespace Cloudflare {
  interface Env {
    MIGRATIONS: import("cloudflare:test").D1Migration[];
    MAILBOX?: Fetcher;
    ADMIN_TOKEN?: string;
  }
}
