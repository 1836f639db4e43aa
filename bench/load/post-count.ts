import type { Connection } from "./connection.ts";
import type { Lane } from "./lane.ts";

/** Posts `count` requests one after another. Resolves to the number of replies other than 200. */
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
