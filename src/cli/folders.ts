import { homedir } from "node:os";
import { join } from "node:path";

const NAME = "hooknexus";

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The folder for settings and credentials.
 * Source: XDG Base Directory Specification 0.8, which treats an empty variable as unset.
 */
export function configFolder(env: Environment): string {
  if (process.platform === "win32" && env["APPDATA"]) return join(env["APPDATA"], NAME);
  return join(env["XDG_CONFIG_HOME"] || join(homedir(), ".config"), NAME);
}

/** The folder for the positions of forwarders. They belong to this machine and can be lost. */
export function stateFolder(env: Environment): string {
  if (process.platform === "win32" && env["LOCALAPPDATA"]) return join(env["LOCALAPPDATA"], NAME);
  return join(env["XDG_STATE_HOME"] || join(homedir(), ".local", "state"), NAME);
}
