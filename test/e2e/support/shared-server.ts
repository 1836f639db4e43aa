import { beforeAll, inject } from "vitest";
import { isHealthy, type RunningServer } from "./server.ts";
import { until } from "./wait.ts";

declare module "vitest" {
  interface ProvidedContext {
    server: RunningServer;
  }
}

/**
 * The server that all test files share which need only accounts of their own. Other files use it at
 * the same time: make accounts with `newAccount`, assert nothing about all accounts, and never stop
 * it. A file that restarts its server, sets it up differently or reads what it prints starts a
 * `TestServer`.
 */
export function useSharedServer(): RunningServer {
  const server = inject("server");
  beforeAll(async () => {
    await until(() => isHealthy(server), "the shared server to start");
  });
  return server;
}
