import { beforeAll, inject } from "vitest";
import type { RunningServer } from "./server.ts";

declare module "vitest" {
  interface ProvidedContext {
    server: RunningServer;
    /** Answers once the server is ready. */
    gate: string;
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
  const gate = inject("gate");
  beforeAll(async () => {
    const answer = await fetch(gate);
    if (answer.status !== 200) throw new Error(await answer.text());
    await answer.arrayBuffer();
  });
  return server;
}
