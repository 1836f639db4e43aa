import { once } from "node:events";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { Settings } from "./settings.ts";

type Address = Pick<Settings, "host" | "port">;

/** A runtime that the lock has just killed may hold the port for a moment. */
const PORT_TRIES = 10;
const PORT_RETRY_MS = 100;

/** The settings HOST and PORT as one text, as the runtime takes them. */
export function listenAddress({ host, port }: Address): string {
  return `${host.includes(":") ? `[${host}]` : host}:${port}`;
}

/** Listens for a moment, because the runtime does not explain why it can't. */
export async function checkAddress({ host, port }: Address): Promise<void> {
  let problem = await listenProblem(host, port);
  for (let tries = 1; problem?.code === "EADDRINUSE" && tries < PORT_TRIES; tries++) {
    await sleep(PORT_RETRY_MS);
    problem = await listenProblem(host, port);
  }
  if (problem === null) return;
  const { code, message } = problem;
  throw new Error(ADDRESS_PROBLEMS[code ?? ""]?.(host, port) ?? message, { cause: problem });
}

async function listenProblem(host: string, port: number): Promise<NodeJS.ErrnoException | null> {
  const probe = createServer();
  try {
    probe.listen(port, host === "*" ? undefined : host);
    await once(probe, "listening");
    return null;
  } catch (error) {
    return error as NodeJS.ErrnoException;
  } finally {
    probe.close();
  }
}

const notLocal = (host: string) =>
  `HOST is "${host}", which is not an address of this machine. Set it to one that is, such as 127.0.0.1.`;

const ADDRESS_PROBLEMS: Record<string, (host: string, port: number) => string> = {
  EADDRINUSE: (host, port) =>
    `Port ${port} on ${host} is already in use. Stop the program that uses it, or set PORT to another number.`,
  EACCES: (_, port) =>
    `You don't have permission to open port ${port}. Set PORT to 1024 or higher.`,
  EADDRNOTAVAIL: notLocal,
  ENOTFOUND: notLocal,
};
