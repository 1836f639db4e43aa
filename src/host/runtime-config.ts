import { readFileSync } from "node:fs";
import { join } from "node:path";
import { capnpText, Embed } from "./capnp.ts";
import {
  configOfMiniflare,
  MAIN_SERVICE,
  type Binding,
  type Config,
  type Module,
  type Service,
  type WorkerConfig,
} from "./miniflare-config.ts";
import { CONFIG_FILE, CONTROL_SECRET, HOST_SERVICE, type Sockets } from "./runtime.ts";
import type { WorkerOptions } from "./worker-options.ts";

/** A worker to write a configuration for. */
export interface ConfiguredWorker {
  /** The options of its wrangler.toml. */
  options: WorkerOptions;
  /** Source text of its module. */
  contents: string;
  /** Names of the variables and secrets that it gets from the runtime's environment. */
  variables: readonly string[];
  /** The folder behind its ASSETS binding, if it has one. */
  assetsDir?: string;
}

/** A configuration of the runtime, to be stored. */
export interface RuntimeConfig {
  /** The file of the configuration, and the files that it embeds, by their names. */
  files: Map<string, string>;
  /** The services that need a folder. */
  disks: string[];
}

const CONTROL_SERVICE = "control";
const CONTROL_WORKER = join(import.meta.dirname, "control-worker.js");

/** Miniflare's own process. It does not exist later, and no worker needs it. */
const LOOPBACK = "loopback";

/**
 * The configuration of a runtime that serves a worker as Miniflare does. Secrets, folders and
 * ports are not in it: the runtime gets them when it starts.
 */
export async function configureRuntime(worker: ConfiguredWorker): Promise<RuntimeConfig> {
  const { options, contents, assetsDir, variables } = worker;
  const { services, extensions } = await configOfMiniflare(options, contents, assetsDir);
  const main = services.find(({ name }) => name === MAIN_SERVICE)?.worker;
  if (!main) throw new Error(`Miniflare's configuration has no service ${MAIN_SERVICE}.`);
  const all = [
    ...services
      .filter(({ name }) => name !== LOOPBACK && name !== MAIN_SERVICE)
      .map(withoutMiniflare),
    { name: MAIN_SERVICE, worker: adapted(main, variables) },
    ...servicesOfHost(main),
  ];
  const used = usedServices(all);
  return {
    files: filesOf({ services: used, extensions }),
    disks: used.filter(({ disk }) => disk).map(({ name }) => name),
  };
}

/** Removes the path from a disk, and the binding to Miniflare's process from a worker. */
function withoutMiniflare(service: Service): Service {
  const { name, worker, disk } = service;
  if (disk) return { name, disk: { ...disk, path: "" } };
  if (!worker) return service;
  const bindings = worker.bindings ?? [];
  const isLoopback = ({ service: to }: Binding) =>
    (to as { name?: string } | undefined)?.name === LOOPBACK;
  return { name, worker: { ...worker, bindings: bindings.filter((one) => !isLoopback(one)) } };
}

/** Our worker with its variables and its mailbox. It needs no cache and no containers. */
function adapted(main: WorkerConfig, variables: readonly string[]): WorkerConfig {
  const { globalOutbound: _proxy, cacheApiOutbound: _cache, containerEngine: _, ...rest } = main;
  const bindings = main.bindings ?? [];
  return {
    ...rest,
    bindings: [
      ...bindings.filter(({ name }) => !variables.includes(name)),
      ...variables.map((name) => ({ name, fromEnvironment: name })),
      { name: "MAILBOX", service: { name: CONTROL_SERVICE, entrypoint: "Mailbox" } },
    ],
  };
}

/** The worker through which `npm start` and our worker call each other. */
function servicesOfHost(main: WorkerConfig): Service[] {
  const worker = {
    modules: [{ name: "control-worker.js", esModule: readFileSync(CONTROL_WORKER, "utf8") }],
    compatibilityDate: "2026-11-01",
    compatibilityFlags: ["service_binding_extra_handlers"],
    bindings: [
      ...(main.bindings ?? []).filter(({ name }) => name === "DB"),
      { name: "WORKER", service: { name: MAIN_SERVICE } },
      { name: "HOST", service: { name: HOST_SERVICE } },
      { name: "SECRET", fromEnvironment: CONTROL_SECRET },
    ],
  };
  return [
    { name: CONTROL_SERVICE, worker },
    { name: HOST_SERVICE, external: { http: {} } },
  ];
}

/** The services that the control worker refers to, directly or not, and the way to the internet. */
function usedServices(services: readonly Service[]): Service[] {
  const used = new Set<unknown>();
  const visit = (value: unknown): void => {
    if (value instanceof Uint8Array) return;
    if (typeof value === "object" && value !== null) Object.values(value).forEach(visit);
    const service = services.find(({ name }) => name === value);
    if (!service || used.has(service)) return;
    used.add(service);
    visit(service);
  };
  visit([CONTROL_SERVICE, "internet"]);
  return services.filter((service) => used.has(service));
}

const SOCKETS: Record<Sockets, object[]> = {
  closed: [{ name: "control", service: { name: CONTROL_SERVICE }, http: {} }],
  open: [
    { name: "control", service: { name: CONTROL_SERVICE }, http: {} },
    { name: "front", service: { name: MAIN_SERVICE }, http: {} },
  ],
};

/** Modules go into files of their own: escaping them would cost time at each start. */
function filesOf({ services, extensions }: Config): Map<string, string> {
  const files = new Map<string, string>();
  const inFiles = (modules: Module[]) =>
    modules.map((module) => {
      const file = `module-${files.size}.js`;
      files.set(file, String(module.esModule));
      return { ...module, esModule: new Embed(file) };
    });
  const workersInFiles = services.map((service) => {
    const { worker } = service;
    if (!worker?.modules) return service;
    return { ...service, worker: { ...worker, modules: inFiles(worker.modules) } };
  });
  const extensionsInFiles = extensions.map(({ modules }) => ({ modules: inFiles(modules) }));
  const configs = Object.entries(SOCKETS).map(
    ([name, sockets]) =>
      `const ${name} :Workerd.Config = (services = .services, extensions = .extensions, sockets = ${capnpText(sockets)});\n`,
  );
  const text = `using Workerd = import "/workerd/workerd.capnp";
const services :List(Workerd.Service) = ${capnpText(workersInFiles)};
const extensions :List(Workerd.Extension) = ${capnpText(extensionsInFiles)};
${configs.join("")}`;
  return files.set(CONFIG_FILE, text);
}
