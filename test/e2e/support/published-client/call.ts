import type { Api } from "./api.ts";
import type { Settings } from "./settings.ts";

/** The input of a command. */
export interface Call {
  api: Api;
  settings: Settings;
  args: string[];
}

/** Resolves with the exit code. */
export type Command = (call: Call) => Promise<number>;
