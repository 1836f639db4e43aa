import { SECOND_MS } from "../protocol/time-units.ts";
import { HookNexusError } from "./error.ts";

/** How many times to wait for another search of the endpoint to end. */
const MAX_WAITS = 60;

/**
 * Repeats a call while the endpoint runs another search.
 * @throws HookNexusError `search_busy` if that takes longer than about a minute
 */
export async function untilFree<Page>(
  call: () => Promise<Page>,
  signal?: AbortSignal,
): Promise<Page> {
  for (let waits = 0; ; waits++) {
    try {
      return await call();
    } catch (error) {
      const isBusy = error instanceof HookNexusError && error.code === "search_busy";
      if (!isBusy || waits === MAX_WAITS) throw error;
      await sleep(error.retryAfterMs ?? SECOND_MS, signal);
    }
  }
}

/** @throws the signal's reason when it is aborted */
function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = () => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", abort);
      resolve();
    }, ms);
    signal?.addEventListener("abort", abort, { once: true });
  });
}
