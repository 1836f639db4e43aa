import { fileURLToPath } from "node:url";
import type { Plugin } from "miniflare";

/*
 * Miniflare puts a worker of its own before those that it hosts, which costs a webhook as much again
 * as ours does; and its sockets that pass by that one lose the peer's address. A plugin of
 * Miniflare's may open sockets: this one opens ours, straight to the worker.
 */

const NAME = "front-socket";
const TYPE = "front-socket";

/** The name under which Miniflare runs a worker of its user. */
const SERVICE_PREFIX = "core:user:";

/** As a worker's unsafe binding, which is how Miniflare comes to load a plugin; nothing is bound. */
export function frontSocket(host: string, port: number) {
  const address = `${host.includes(":") ? `[${host}]` : host}:${port}`;
  return {
    name: "FRONT_SOCKET",
    type: TYPE,
    plugin: { package: fileURLToPath(import.meta.url), name: NAME },
    options: { address },
  };
}

/** Loaded by Miniflare. */
export const plugins: Record<string, Plugin> = {
  [NAME]: {
    getBindings: () => {},
    getNodeBindings: () => ({}),
    getServices({ options: { config } }) {
      const binding = Object.values(config.env ?? {}).find(({ type }) => type === `unsafe:${TYPE}`);
      const address = addressIn(binding);
      if (address === null) return;
      const service = { name: SERVICE_PREFIX + config.name };
      return {
        services: [],
        extensions: [],
        sockets: [{ name: NAME, address, service, http: {} }],
      };
    },
  },
};

function addressIn(binding: unknown): string | null {
  const { dev } = (binding ?? {}) as { dev?: { options?: { address?: string } } };
  return dev?.options?.address ?? null;
}
