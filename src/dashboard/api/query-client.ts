import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { mayRetry } from "./errors.ts";
import { redirectIfSignedOut } from "./session.ts";

/** Older data is refetched when the user returns to the tab. */
const FRESH_MS = 10_000;

export function createQueryClient(): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({ onError: redirectIfSignedOut }),
    mutationCache: new MutationCache({ onError: redirectIfSignedOut }),
    defaultOptions: {
      queries: { staleTime: FRESH_MS, retry: mayRetry },
      // Writes are never repeated automatically: the user sees the error and decides.
      mutations: { retry: false, networkMode: "always" },
    },
  });
}
