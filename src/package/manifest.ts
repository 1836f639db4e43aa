import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod/mini";

/** The fields of the server's package.json that the package takes over. */
const source = z.object({
  version: z.string(),
  license: z.string(),
  homepage: z.string(),
  repository: z.object({ type: z.string(), url: z.string() }),
  bugs: z.string(),
  dependencies: z.record(z.string(), z.string()),
});

/** The runtime dependencies of the client library and the command line. */
const DEPENDENCIES = ["@clack/prompts", "commander", "zod"];

/**
 * The package.json of the published package. Not the server's own, which has its pinned Node, its
 * runtime and the development dependencies.
 *
 * @param root the folder with the server's package.json
 * @throws Error if a dependency is missing there
 */
export function packageManifest(root: string) {
  const { version, dependencies, ...metadata } = source.parse(
    JSON.parse(readFileSync(join(root, "package.json"), "utf8")),
  );
  const versions = DEPENDENCIES.map((name) => {
    const pinned = dependencies[name];
    if (pinned === undefined) throw new Error(`package.json does not list ${name}.`);
    return [name, pinned] as const;
  });
  return {
    name: "hooknexus",
    version,
    description: "The client library and the command line of HookNexus, a webhook inbox.",
    keywords: ["webhook", "webhooks", "webhook-inbox", "websocket", "cli"],
    ...metadata,
    type: "module",
    exports: {
      ".": { types: "./dist/client/index.d.ts", default: "./dist/client/index.js" },
      "./file-cursor": {
        types: "./dist/cli/cursor-file.d.ts",
        default: "./dist/cli/cursor-file.js",
      },
    },
    bin: { hooknexus: "dist/cli/bin.js", hnx: "dist/cli/bin.js" },
    // A bundler may drop every other module that is not used.
    sideEffects: ["./dist/cli/bin.js"],
    engines: { node: ">=22.18" },
    dependencies: Object.fromEntries(versions),
  };
}
