import { EXIT } from "./exit-codes.ts";

/** `npm run` repeats a Ctrl-C that the terminal has already delivered. It is not a second one. */
const SAME_CTRL_C_MS = 200;

/**
 * A signal that aborts on Ctrl-C, or on a service manager's SIGTERM, so that a long-running command
 * can end cleanly. A second one ends the process immediately.
 */
export function stopSignal(): AbortSignal {
  const stopping = new AbortController();
  let first: { name: NodeJS.Signals; at: number } | null = null;
  const stop = (name: NodeJS.Signals) => {
    const now = performance.now();
    if (first?.name === name && now - first.at < SAME_CTRL_C_MS) return;
    if (first) process.exit(EXIT.INTERRUPTED);
    first = { name, at: now };
    stopping.abort();
  };
  process.on("SIGINT", stop).on("SIGTERM", stop);
  return stopping.signal;
}
