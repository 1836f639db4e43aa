import type { WorkerSubject } from "../subjects.ts";

/**
 * The configuration of the bare runtime that serves a built worker: one socket, one worker, its
 * objects on the disk. Nothing stands in front, as Miniflare's own entry does.
 *
 * `modulePath` is relative to where the configuration is written.
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
  durableObjectNamespaces = [${classes.join(", ")}],
  durableObjectStorage = (localDisk = "state"),
  bindings = [${[...namespaces, ...texts].join(", ")}],
);
`;
}

/** A text literal of Cap'n Proto, which escapes as C does. */
function quote(text: string): string {
  return `"${text.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
}
