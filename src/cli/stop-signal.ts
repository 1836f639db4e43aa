import { EXIT } from "./exit-codes.ts";

/**
 * A signal that Ctrl-C, or a service manager's SIGTERM, sets off: what goes on for long ends
 * cleanly. Who is not served by that asks a second time and is out at once.
 */
export function stopSignal(): AbortSignal {
  const stopping = new AbortController();
  const stop = () => {
    if (stopping.signal.aborted) process.exit(EXIT.INTERRUPTED);
    stopping.abort();
  };
  process.on("SIGINT", stop).on("SIGTERM", stop);
  return stopping.signal;
}
