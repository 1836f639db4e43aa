import type { TestProject } from "vitest/node";
import { TestServer } from "./server.ts";

/**
 * Once before a project's tests: starts the server that its files share. Nobody waits for it here,
 * because files that need no server can run while it starts.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await TestServer.prepare();
  const { origin, port, stateDir, adminToken } = server;
  project.provide("server", { origin, port, stateDir, adminToken });
  server.start().catch((error: unknown) => console.error("The shared server failed.", error));
  return () => server.remove();
}
