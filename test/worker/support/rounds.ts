import { env } from "cloudflare:workers";

/** How many rounds a test of races or of random input runs: ten times as many in `slow-worker`. */
export function rounds(count: number): number {
  return count * Number(env.ROUNDS_FACTOR ?? 1);
}
