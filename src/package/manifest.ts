import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod/mini";

/** What the server's own manifest says and the package repeats. */
const source = z.object({
  version: z.string(),
  dependencies: z.record(z.string(), z.string()),
});

/** All that the client library and the command line need when they run. */
const DEPENDENCIES = ["@clack/prompts", "commander", "zod"];

/**
 * The manifest of what is published. Not the server's: its pinned Node, its runtime and all that
 * only development needs stay out.
 *
 * @param root the folder with the server's package.json
 * @throws where that does not have one of the dependencies
 */
export function packageManifest(root: string) {
  const { version, dependencies } = source.parse(
    JSON.parse(readFileSync(join(root, "package.json"), "utf8")),
  );
  const needed = DEPENDENCIES.map((name) => {
    const pinned = dependencies[name];
    if (pinned === undefined) throw new Error(`package.json does not have ${name}.`);
    return [name, pinned] as const;
  });
  return {
    name: "hooknexus",
    version,
    description: "The client library and the command line of HookNexus, a webhook inbox.",
    type: "module",
    exports: {
      ".": { types: "./dist/client/index.d.ts", default: "./dist/client/index.js" },
      "./file-cursor": {
        types: "./dist/cli/cursor-file.d.ts",
        default: "./dist/cli/cursor-file.js",
      },
    },
    bin: { hooknexus: "dist/cli/bin.js", hnx: "dist/cli/bin.js" },
    // Each module may be left out by a bundler that finds no use of it.
    sideEffects: ["./dist/cli/bin.js"],
    engines: { node: ">=22.18" },
    dependencies: Object.fromEntries(needed),
  };
}
