import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { mayRetry } from "./errors.ts";
import { redirectIfSignedOut } from "./session.ts";

/** What is shown is asked for again where somebody comes back to the tab after this long. */
const FRESH_MS = 10_000;

export function createQueryClient(): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({ onError: redirectIfSignedOut }),
    mutationCache: new MutationCache({ onError: redirectIfSignedOut }),
    defaultOptions: {
      queries: { staleTime: FRESH_MS, retry: mayRetry },
      // A write is asked for once: whoever asked sees what came of it, and asks again.
      mutations: { retry: false, networkMode: "always" },
    },
  });
}
