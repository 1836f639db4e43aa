import { homedir } from "node:os";
import { join } from "node:path";

const NAME = "hooknexus";

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Where settings and credentials are.
 * Source: XDG Base Directory Specification 0.8: a variable that is empty counts as unset.
 */
export function configFolder(env: Environment): string {
  if (process.platform === "win32" && env["APPDATA"]) return join(env["APPDATA"], NAME);
  return join(env["XDG_CONFIG_HOME"] || join(homedir(), ".config"), NAME);
}

/** Where it is kept how far a forwarder has come: of this machine, and no loss to lose. */
export function stateFolder(env: Environment): string {
  if (process.platform === "win32" && env["LOCALAPPDATA"]) return join(env["LOCALAPPDATA"], NAME);
  return join(env["XDG_STATE_HOME"] || join(homedir(), ".local", "state"), NAME);
}
