import { readFileSync } from "node:fs";
import { hostWorker } from "../../src/host/miniflare.ts";
import { workerOptions } from "../../src/host/worker-options.ts";

/** Arguments, as JSON, of this process, which serves a worker as `npm start` does. */
export interface MiniflareArguments {
  config: string;
  modulePath: string;
  variables: Record<string, string>;
  port: number;
  stateDir: string;
}

const { config, modulePath, variables, port, stateDir } = JSON.parse(
  process.argv[2] ?? "{}",
) as MiniflareArguments;

await hostWorker({
  options: await workerOptions(config),
  contents: readFileSync(modulePath, "utf8"),
  bindings: variables,
  services: {},
  host: "127.0.0.1",
  port,
  stateDir,
});
