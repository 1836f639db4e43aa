import { spawn, type ChildProcess } from "node:child_process";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";

/** The file of a built worker's folder that has the runtime's configuration. */
export const CONFIG_FILE = "config.capnp";

/** Which sockets are open: our calls only, or the worker's port, too. */
export type Sockets = "closed" | "open";

/** The service through which workers reach the process that started the runtime. */
export const HOST_SERVICE = "host";

/** The environment variable with the secret of our calls. */
export const CONTROL_SECRET = "HOOKNEXUS_CONTROL_SECRET";

/** How to start a runtime. */
export interface RuntimeOptions {
  /** The folder with its configuration. */
  folder: string;
  sockets: Sockets;
  /** The folder of each disk service. */
  disks: Record<string, string>;
  /** The worker's variables and secrets, and CONTROL_SECRET. */
  variables: Record<string, string>;
  /** Where the worker listens, if its port is open: `address:port`. */
  front: string;
  /** Where this process listens for calls of the workers: `address:port`. */
  host: string;
  /** Called when the process exists, before it is ready. */
  onSpawn?: () => void;
}

/** A running workerd that serves a built worker. */
export class Runtime {
  /** The port of our calls. */
  readonly controlPort: number;
  /** Resolves when the process has ended: to the signal that ended it, if any. */
  readonly ended: Promise<NodeJS.Signals | null>;
  readonly #process: ChildProcess;

  /**
   * Resolves when all its sockets are open.
   *
   * @throws if the runtime ends before that. It has printed the reason.
   */
  static async start(options: RuntimeOptions): Promise<Runtime> {
    const child = spawn(runtimePath(), argumentsOf(options), {
      cwd: options.folder,
      // It reads no input. Through the pipe it says which ports it has opened.
      stdio: ["ignore", "inherit", "inherit", "pipe"],
      env: { ...process.env, TZ: "UTC", ...options.variables },
      windowsHide: true,
    });
    options.onSpawn?.();
    // Without this, it would outlive this process, and keep the port and the files.
    const kill = () => void child.kill("SIGKILL");
    process.once("exit", kill);
    const ended = new Promise<NodeJS.Signals | null>((resolve) => {
      child.once("exit", (_, signal) => {
        process.removeListener("exit", kill);
        resolve(signal);
      });
    });
    const ports = portsOf(child.stdio[3] as Readable, options.sockets === "open" ? 2 : 1);
    const listening = await Promise.race([ports, ended.then(() => null)]);
    const control = listening?.get("control");
    if (control === undefined) throw new Error("The runtime ended before it was ready.");
    return new Runtime(child, control, ended);
  }

  private constructor(child: ChildProcess, controlPort: number, ended: Runtime["ended"]) {
    [this.#process, this.controlPort, this.ended] = [child, controlPort, ended];
  }

  /** Everything that it has acknowledged is on the disk, so it need not be asked to end. */
  async stop(): Promise<void> {
    this.#process.kill("SIGKILL");
    await this.ended;
  }
}

function argumentsOf({ sockets, disks, front, host }: RuntimeOptions): string[] {
  return [
    "serve",
    CONFIG_FILE,
    sockets,
    // The workers that Miniflare brings for D1 and for assets need it.
    "--experimental",
    "--control-fd=3",
    "--socket-addr=control=127.0.0.1:0",
    ...(sockets === "open" ? [`--socket-addr=front=${front}`] : []),
    `--external-addr=${HOST_SERVICE}=${host}`,
    ...Object.entries(disks).map(([name, path]) => `--directory-path=${name}=${path}`),
  ];
}

/** Reads what workerd writes to its control pipe, until this many sockets are open. */
async function portsOf(pipe: Readable, count: number): Promise<Map<string, number>> {
  const ports = new Map<string, number>();
  for await (const line of createInterface(pipe)) {
    const { event, socket, port } = JSON.parse(line) as Partial<Record<string, string | number>>;
    if (event === "listen") ports.set(String(socket), Number(port));
    if (ports.size === count) break;
  }
  return ports;
}

/** The workerd that Miniflare depends on. */
export function runtimePath(): string {
  const miniflare = createRequire(import.meta.url).resolve("miniflare");
  return (createRequire(miniflare)("workerd") as { default: string }).default;
}
