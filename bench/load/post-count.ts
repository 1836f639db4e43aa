import type { Connection } from "./connection.ts";
import type { Lane } from "./lane.ts";

/** Posts so many requests one after another; says how many were answered other than with 200. */
export async function postCount(
  connection: Connection,
  lane: Lane,
  count: number,
): Promise<number> {
  let failed = 0;
  for (let sent = 0; sent < count; sent++) {
    const status = await new Promise<number>((resolve) => connection.send(lane.next(), resolve));
    if (status !== 200) failed++;
  }
  return failed;
}
