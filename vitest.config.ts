import { cloudflareTest, readD1Migrations } from "@cloudflare/vitest-pool-workers";
import { defineConfig } from "vitest/config";
import { testMailbox } from "./test/support/mailbox.ts";

// Its hints speak of a deploy's secrets; the tests bring their own.
process.env["WRANGLER_LOG"] ??= "error";

/** Inside workerd: the worker's own modules, real D1, real Durable Objects, real sockets. */
const inWorkerd = {
  plugins: [
    cloudflareTest(async () => ({
      wrangler: { configPath: "./wrangler.toml" },
      miniflare: {
        bindings: {
          MIGRATIONS: await readD1Migrations("migrations"),
          ENDPOINT_ID_KEY: "only-for-tests-0123456789,an-older-key-0123456789",
          ADMIN_TOKEN: "operator-token-of-the-tests",
          GITHUB_CLIENT_ID: "github-client",
          GITHUB_CLIENT_SECRET: "github-secret",
          PUBLIC_URL: "https://hooks.test",
        },
        serviceBindings: { MAILBOX: testMailbox() },
      },
    })),
  ],
  test: {
    name: "workerd",
    include: ["protocol", "client", "worker"].map((folder) => `test/${folder}/**/*.test.ts`),
    setupFiles: ["test/support/apply-migrations.ts"],
    // Waiting ends with an event; this only ends what waits in vain, on a busy machine too.
    testTimeout: 30_000,
  },
};

/** Outside: the real server as its own process, as a user starts it. */
const asProcess = {
  test: {
    name: "process",
    include: ["host", "openapi", "site", "e2e", "browser", "dashboard"].map(
      (folder) => `test/${folder}/**/*.test.ts`,
    ),
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
};

export default defineConfig({
  test: {
    projects: [inWorkerd, asProcess],
    globalSetup: ["test/support/build-dashboard.ts"],
    // Most of the time is spent waiting: for servers to start, for networks that are cut.
    maxWorkers: 3,
    reporters: ["default", "./test/support/closing-line-reporter.ts"],
  },
});
