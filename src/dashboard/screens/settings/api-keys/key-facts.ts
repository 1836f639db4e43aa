import type { ApiKey, EndpointRow, Usage } from "../../../../client/index.ts";
import { numberText } from "../../../inspect/size.ts";
import { endpointName } from "../../../shell/endpoint-name.ts";

const SOON_MS = 7 * 86_400_000;

export function keyName({ name }: Pick<ApiKey, "name">): string {
  return name ?? "Unnamed key";
}

/** Which endpoints a key may see: "all", the one by its name, or how many. */
export function reachOf(key: ApiKey, endpoints: readonly EndpointRow[]): string {
  const [first, ...others] = key.endpointIds ?? [];
  if (first === undefined) return "all";
  if (others.length > 0) return numberText(others.length + 1);
  return endpointName(endpoints.find(({ id }) => id === first) ?? { id: first, alias: null });
}

/** Whether it ends within a week: then somebody should see it. */
export function endsSoon({ expiresAt }: ApiKey, now: number): boolean {
  return expiresAt !== null && new Date(expiresAt).getTime() - now < SOON_MS;
}

/**
 * The keys that do not work: after a downgrade the ones that were made last, beyond the plan.
 * @param keys newest first, as the server lists them
 */
export function suspendedIds(keys: readonly ApiKey[], usage: Usage | undefined): Set<string> {
  if (!usage || usage.apiKeys.current <= usage.apiKeys.limit) return new Set();
  const tooMany = usage.apiKeys.current - usage.apiKeys.limit;
  return new Set(keys.slice(0, tooMany).map(({ id }) => id));
}
