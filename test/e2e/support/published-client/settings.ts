/** All of it from the environment. */
export interface Settings {
  /** The origin, without a trailing slash: the one thing that a user changes. */
  apiUrl: string;
  /** Opaque: sent as it is. */
  token: string;
  pingEveryMs: number;
  reconnectAfterMs: number;
  /** Prints the types that it does not know, where it else passes over them. */
  isVerbose: boolean;
}

const PING_EVERY_MS = 25_000;
const RECONNECT_AFTER_MS = 1_000;

export function readSettings(env: NodeJS.ProcessEnv): Settings {
  return {
    apiUrl: env["HOOKNEXUS_API_URL"] ?? "http://127.0.0.1:8787",
    token: env["HOOKNEXUS_TOKEN"] ?? "",
    pingEveryMs: Number(env["HOOKNEXUS_PING_EVERY_MS"] ?? PING_EVERY_MS),
    reconnectAfterMs: Number(env["HOOKNEXUS_RECONNECT_AFTER_MS"] ?? RECONNECT_AFTER_MS),
    isVerbose: Boolean(env["HOOKNEXUS_VERBOSE"]),
  };
}
