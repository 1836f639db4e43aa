import { EXIT } from "./exit-codes.ts";

/** `npm run` passes a Ctrl-C on that the terminal has told us of already: that is no second one. */
const SAME_CTRL_C_MS = 200;

/**
 * A signal that Ctrl-C, or a service manager's SIGTERM, sets off: what goes on for long ends
 * cleanly. Who is not served by that asks a second time and is out at once.
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
