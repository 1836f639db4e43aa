import { fileURLToPath } from "node:url";
import type { Plugin } from "miniflare";

/*
 * A Miniflare plugin that opens a socket straight to our worker. Miniflare normally routes each
 * request through an entry worker of its own, which doubles the cost of a webhook. It also has direct
 * sockets, but those lose the peer's IP address.
 */

const NAME = "front-socket";
const TYPE = "front-socket";

/** Miniflare's service name for a user's worker begins with this. */
const SERVICE_PREFIX = "core:user:";

/** An unsafe binding is the only way to make Miniflare load a plugin. It binds nothing. */
export function frontSocket(host: string, port: number) {
  const address = `${host.includes(":") ? `[${host}]` : host}:${port}`;
  return {
    name: "FRONT_SOCKET",
    type: TYPE,
    plugin: { package: fileURLToPath(import.meta.url), name: NAME },
    options: { address },
  };
}

/** @public Miniflare imports this module and reads this export. */
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
