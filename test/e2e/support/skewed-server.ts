import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from "miniflare";
import { readBuiltWorker, type BuiltWorker } from "../../../src/host/built-worker.ts";
import { applyMigrations } from "../../../src/host/migrate.ts";
import { BUILT_WORKER } from "../../support/build-worker.ts";
import { freePort, type RunningServer } from "./server.ts";

/** The last release, built; the current migrations and bindings serve it. It is replaced at each release; see the README beside it. */
const RELEASE = join(import.meta.dirname, "../../fixtures/release-1129d1c/worker.js.gz");

/** "new" is the working tree, "old" the last release. */
export type Version = "new" | "old";

/** The parts that a deploy updates separately, each a script of its own. */
type Role = "worker" | "hubs" | "accounts";

/** Bindings of objects that the last release does not have. */
const NEW_OBJECTS = ["LIMITER"];

const SECRETS = { ENDPOINT_ID_KEY: "only-for-tests-0123456789" };

/**
 * A server whose worker and objects have different versions, as during a deploy: three scripts on
 * one runtime, for the worker, the hubs and the accounts' objects.
 */
export class SkewedServer implements RunningServer {
  readonly port: number;
  readonly stateDir: string;
  readonly adminToken = `operator-${randomBytes(24).toString("base64url")}`;
  readonly #folder: string;
  #miniflare: Miniflare | null = null;

  static async prepare(): Promise<SkewedServer> {
    return new SkewedServer(mkdtempSync(join(tmpdir(), "hooknexus-skew-")), await freePort());
  }

  private constructor(folder: string, port: number) {
    [this.#folder, this.port, this.stateDir] = [folder, port, join(folder, "state")];
  }

  get origin(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Starts the scripts on the state that the last ones left. */
  async start(worker: Version, hub: Version, account = hub): Promise<void> {
    await this.stop();
    const current = readBuiltWorker(BUILT_WORKER);
    const modules = { new: current.contents, old: gunzipSync(readFileSync(RELEASE)).toString() };
    const options = convertV4MiniflareOptions({
      workers: [
        this.#script("worker", current, modules[worker], hub === "old"),
        this.#script("hubs", current, modules[hub], hub === "old"),
        this.#script("accounts", current, modules[account], hub === "old"),
      ],
      host: "127.0.0.1",
      port: this.port,
      cf: false,
      logRequests: false,
      log: new Log(LogLevel.ERROR),
    });
    const miniflare = new Miniflare({ ...options, resourcePersistencePath: this.stateDir });
    this.#miniflare = miniflare;
    await miniflare.ready;
    // A deploy migrates the database first, so the old worker finds the new schema.
    await applyMigrations(await miniflare.getD1Database("DB"), current.migrations);
  }

  async stop(): Promise<void> {
    await this.#miniflare?.dispose();
    this.#miniflare = null;
  }

  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }

  #script(name: Role, { options }: BuiltWorker, contents: string, isOldHub: boolean) {
    const { modulesRules: _rules, assets: _assets, durableObjects, ...rest } = options;
    const existing = Object.entries(durableObjects ?? {}).filter(
      ([binding]) => !isOldHub || !NEW_OBJECTS.includes(binding),
    );
    const classes = existing.map(([binding, own]) => {
      const object = own as { className: string };
      const host = binding === "ALLOWANCE" ? "accounts" : "hubs";
      return [binding, host === name ? object : { ...object, scriptName: host }];
    });
    return {
      ...rest,
      name,
      modules: [{ type: "ESModule" as const, path: "index.js", contents }],
      durableObjects: Object.fromEntries(classes),
      bindings: Object.assign({}, rest.bindings, SECRETS, {
        ADMIN_TOKEN: this.adminToken,
        PUBLIC_URL: this.origin,
      }),
    };
  }
}
