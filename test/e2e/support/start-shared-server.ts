import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { TestProject } from "vitest/node";
import { TestServer } from "./server.ts";

/**
 * Once before a project's tests: starts the server that its files share. Nobody waits for it here,
 * because files that need no server can run while it starts. They ask the gate, which answers once
 * the server has said that it is ready: it is healthy before it has its tables and first account.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await TestServer.prepare();
  const started = server.start().then(
    () => null,
    (error: unknown) => `The shared server failed: ${String(error)}`,
  );
  const gate = createServer(async (_, response) => {
    const failure = await started;
    response.writeHead(failure === null ? 200 : 500).end(failure);
  });
  await new Promise<void>((resolve) => gate.listen(0, "127.0.0.1", resolve));
  const { origin, port, stateDir, adminToken } = server;
  project.provide("server", { origin, port, stateDir, adminToken });
  project.provide("gate", `http://127.0.0.1:${(gate.address() as AddressInfo).port}`);
  return async () => {
    gate.closeAllConnections();
    gate.close();
    await server.remove();
  };
}
