import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { configureRuntime } from "../../src/host/runtime-config.ts";
import { workerOptions } from "../../src/host/worker-options.ts";

/** Arguments, as JSON, of this process, which configures a runtime as a build for `npm start` does. */
export interface ConfigureArguments {
  /** Path of the worker's wrangler.toml. */
  config: string;
  modulePath: string;
  /** Names of the worker's variables. */
  variables: string[];
  /** An existing folder for the result. */
  folder: string;
}

const { config, modulePath, variables, folder } = JSON.parse(
  process.argv[2] ?? "{}",
) as ConfigureArguments;

const options = await workerOptions(config);
const contents = readFileSync(modulePath, "utf8");
const { files } = await configureRuntime({ options, contents, variables });
for (const [name, text] of files) writeFileSync(join(folder, name), text);
