import type { unstable_getMiniflareWorkerOptions } from "wrangler";

/** What a wrangler.toml says, as Miniflare takes it. It can be stored as JSON. */
export type WorkerOptions = ReturnType<typeof unstable_getMiniflareWorkerOptions>["workerOptions"];

/** @param config path of a wrangler.toml */
export async function workerOptions(config: string): Promise<WorkerOptions> {
  // Hides wrangler's warning about missing secrets: ours come from the settings.
  process.env["WRANGLER_LOG"] ??= "error";
  // Loading wrangler takes seconds. A server of a built worker does not need it.
  const { unstable_getMiniflareWorkerOptions: optionsOf } = await import("wrangler");
  return optionsOf(config).workerOptions;
}
