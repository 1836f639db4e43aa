/** Settings from the environment. */
export interface Settings {
  /** The server's origin, without a trailing slash. */
  apiUrl: string;
  /** Opaque, sent unchanged. */
  token: string;
  pingEveryMs: number;
  reconnectAfterMs: number;
  /** Whether to print the types of unknown frames. */
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
