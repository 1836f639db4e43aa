import * as z from "zod/mini";
import type { Connection } from "../../../../protocol/replay.ts";

/*
 * The listener that was chosen last. A connection has another id each time that it is made: who
 * restarts a listener means the same one.
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

/** The one among these that was chosen last, or is most like it; else the first. */
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
