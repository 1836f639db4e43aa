import type { Api } from "./api.ts";
import type { Settings } from "./settings.ts";

/** What a command is given. */
export interface Call {
  api: Api;
  settings: Settings;
  args: string[];
}

/** Resolves with the process's exit code. */
export type Command = (call: Call) => Promise<number>;
