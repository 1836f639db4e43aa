import { cloudflareTest, readD1Migrations } from "@cloudflare/vitest-pool-workers";
import { defineConfig, type TestProjectInlineConfiguration } from "vitest/config";
import { testMailbox } from "./test/support/mailbox.ts";

// Its hints speak of a deploy's secrets; the tests bring their own.
process.env["WRANGLER_LOG"] ??= "error";

const filesIn = (...folders: string[]) => folders.map((folder) => `test/${folder}/**/*.test.ts`);

const BUILD_DASHBOARD = "test/support/build-dashboard.ts";
const BUILD_PROGRAMS = "test/support/build-programs.ts";
const BUILD_WORKER = "test/support/build-worker.ts";
const SHARED_SERVER = "test/e2e/support/start-shared-server.ts";

/*
 * Every wait in a test ends with an event. These limits only end a test that waits for something
 * that never happens, so they are generous enough for a busy machine.
 */
const TIMEOUT_MS = 60_000;
const WITH_PROCESSES_TIMEOUT_MS = 300_000;
const SLOW_TIMEOUT_MS = 600_000;

/** In Node alone: no server, no workerd. */
const unit: TestProjectInlineConfiguration = {
  extends: true,
  test: {
    name: "unit",
    include: filesIn("cli", "client", "dashboard", "host", "openapi", "protocol", "site"),
  },
};

/** The worker's own modules, real D1, real Durable Objects, real sockets. */
const inWorkerd = (roundsFactor: number): TestProjectInlineConfiguration => ({
  extends: true,
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
          ROUNDS_FACTOR: String(roundsFactor),
        },
        serviceBindings: { MAILBOX: testMailbox() },
      },
    })),
  ],
  test: {
    globalSetup: [BUILD_DASHBOARD],
    setupFiles: ["test/support/apply-migrations.ts"],
  },
});

const inWorker = inWorkerd(1);
const worker: TestProjectInlineConfiguration = {
  ...inWorker,
  test: { ...inWorker.test, name: "worker", include: filesIn("worker") },
};

/** The tests of races and of random input, with many more rounds. */
const inSlowWorker = inWorkerd(10);
const slowWorker: TestProjectInlineConfiguration = {
  ...inSlowWorker,
  test: {
    ...inSlowWorker.test,
    name: "slow-worker",
    include: ["account/allowance", "delete-account-races", "ingest/fuzz", "revoke"].map(
      (file) => `test/worker/${file}.test.ts`,
    ),
    testTimeout: SLOW_TIMEOUT_MS,
  },
};

/** The real server as a process, real sockets, the command line and the client library. */
const e2e: TestProjectInlineConfiguration = {
  extends: true,
  test: {
    name: "e2e",
    include: filesIn("e2e"),
    globalSetup: [BUILD_DASHBOARD, BUILD_PROGRAMS, BUILD_WORKER, SHARED_SERVER],
    testTimeout: WITH_PROCESSES_TIMEOUT_MS,
    hookTimeout: WITH_PROCESSES_TIMEOUT_MS,
  },
};

/** The dashboard in a real browser, at the real server. */
const browser: TestProjectInlineConfiguration = {
  extends: true,
  test: {
    name: "browser",
    include: filesIn("browser"),
    exclude: filesIn("browser/slow"),
    globalSetup: [BUILD_DASHBOARD, BUILD_PROGRAMS, BUILD_WORKER, SHARED_SERVER],
    testTimeout: WITH_PROCESSES_TIMEOUT_MS,
    hookTimeout: WITH_PROCESSES_TIMEOUT_MS,
  },
};

/** Endurance, volume, the benchmark, npm: minutes each. Run them by hand, and before a release. */
const slow: TestProjectInlineConfiguration = {
  extends: true,
  test: {
    name: "slow",
    include: filesIn("slow", "browser/slow"),
    globalSetup: [BUILD_DASHBOARD, BUILD_PROGRAMS, BUILD_WORKER, SHARED_SERVER],
    testTimeout: SLOW_TIMEOUT_MS,
    hookTimeout: WITH_PROCESSES_TIMEOUT_MS,
  },
};

export default defineConfig({
  test: {
    projects: [unit, worker, e2e, browser, slow, slowWorker],
    // Files of a project share processes: to start one costs more than most files take. Each test
    // makes accounts of its own, so that files don't meet in what they store.
    isolate: false,
    testTimeout: TIMEOUT_MS,
    hookTimeout: TIMEOUT_MS,
    expect: { poll: { timeout: TIMEOUT_MS, interval: 100 } },
    maxWorkers: 4,
    reporters: ["default", "./test/support/closing-line-reporter.ts"],
  },
});
