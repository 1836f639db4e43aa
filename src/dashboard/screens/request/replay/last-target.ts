import * as z from "zod/mini";
import type { Connection } from "../../../../protocol/replay.ts";

/*
 * The last chosen listener. Every connection gets a new id, so a restarted listener is recognised
 * by its other properties.
 */
const KEY = "hooknexus.replay.target";

const lastTarget = z.object({
  connectionId: z.string(),
  clientType: z.string(),
  clientMode: z.nullable(z.string()),
  userAgent: z.nullable(z.string()),
});
type LastTarget = z.infer<typeof lastTarget>;

export function rememberTarget(target: Connection): void {
  localStorage.setItem(KEY, JSON.stringify(lastTarget.parse(target)));
}

/** The last chosen target, else a similar one, else the first. */
export function preferredTarget<T extends Connection>(targets: readonly T[]): T | undefined {
  const last = readLast();
  return (
    targets.find(({ connectionId }) => connectionId === last?.connectionId) ??
    targets.find((target) => last !== null && isAlike(target, last)) ??
    targets[0]
  );
}

function isAlike(target: Connection, last: LastTarget): boolean {
  return (
    target.clientType === last.clientType &&
    target.clientMode === last.clientMode &&
    target.userAgent === last.userAgent
  );
}

function readLast(): LastTarget | null {
  try {
    return lastTarget.parse(JSON.parse(localStorage.getItem(KEY) ?? ""));
  } catch {
    return null;
  }
}
