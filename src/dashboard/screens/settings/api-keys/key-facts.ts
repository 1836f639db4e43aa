import type { ApiKey, EndpointRow, Usage } from "../../../../client/index.ts";
import { DAY_MS } from "../../../../protocol/time-units.ts";
import { numberText } from "../../../inspect/size.ts";
import { endpointName } from "../../../shell/endpoint-name.ts";

/** The server's limit. */
export const MAX_NAME_CHARACTERS = 100;

const SOON_MS = 7 * DAY_MS;

export function keyName({ name }: Pick<ApiKey, "name">): string {
  return name ?? "Unnamed key";
}

/** The endpoints that a key may access: "all", the name of the only one, or their number. */
export function endpointsText(key: ApiKey, endpoints: readonly EndpointRow[]): string {
  const [first, ...others] = key.endpointIds ?? [];
  if (first === undefined) return "all";
  if (others.length > 0) return numberText(others.length + 1);
  return endpointName(endpoints.find(({ id }) => id === first) ?? { id: first, alias: null });
}

/** Whether a key expires within a week, which the list warns about. */
export function expiresSoon({ expiresAt }: ApiKey, now: number): boolean {
  return expiresAt !== null && new Date(expiresAt).getTime() - now < SOON_MS;
}

/**
 * The suspended keys: after a downgrade, the newest ones beyond the plan's limit.
 * @param keys newest first, as the server lists them
 */
export function suspendedIds(keys: readonly ApiKey[], usage: Usage | undefined): Set<string> {
  if (!usage || usage.apiKeys.current <= usage.apiKeys.limit) return new Set();
  const tooMany = usage.apiKeys.current - usage.apiKeys.limit;
  return new Set(keys.slice(0, tooMany).map(({ id }) => id));
}
