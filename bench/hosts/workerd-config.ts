import type { WorkerSubject } from "../subjects.ts";

/**
 * The configuration for a bare runtime that serves one built worker, without Miniflare's entry worker
 * in front. Objects are stored on the disk.
 *
 * `modulePath` is relative to the configuration file.
 */
export function workerdConfig(
  { objects, variables }: WorkerSubject,
  { port, modulePath, stateDir }: { port: number; modulePath: string; stateDir: string },
): string {
  const classes = objects.map(
    ({ className }) =>
      `(className = ${quote(className)}, uniqueKey = ${quote(className)}, enableSql = true)`,
  );
  const namespaces = objects.map(
    ({ binding, className }) =>
      `(name = ${quote(binding)}, durableObjectNamespace = ${quote(className)})`,
  );
  const texts = Object.entries(variables).map(
    ([name, value]) => `(name = ${quote(name)}, text = ${quote(value)})`,
  );
  return `using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "main", worker = .main),
    (name = "state", disk = (path = ${quote(stateDir)}, writable = true)),
  ],
  sockets = [(name = "http", address = "127.0.0.1:${port}", service = "main")],
);

const main :Workerd.Worker = (
  modules = [(name = "worker.js", esModule = embed ${quote(modulePath)})],
  compatibilityDate = "2026-11-01",
  compatibilityFlags = ["no_web_socket_compression"],
  durableObjectNamespaces = [${classes.join(", ")}],
  durableObjectStorage = (localDisk = "state"),
  bindings = [${[...namespaces, ...texts].join(", ")}],
);
`;
}

/** A Cap'n Proto string literal, which has the escapes of C. */
function quote(text: string): string {
  return `"${text.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
}
