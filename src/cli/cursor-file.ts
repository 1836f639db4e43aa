import { createHash } from "node:crypto";
import { join } from "node:path";
import * as z from "zod/mini";
import type { CursorStore } from "../client/index.ts";
import { JsonFile } from "./json-file.ts";

const savedCursor = z.object({ server: z.string(), endpointId: z.string(), seq: z.int() });

/** Identifies the program whose position is saved. */
export interface Consumer {
  /** The server's URL. */
  server: string;
  /** Where the requests go. Two targets of one endpoint have separate cursors. */
  target: string;
}

/**
 * Saves a listener's position in a file, one file for each server, endpoint and target.
 *
 * @param folder the files go to `cursors` below this folder; it is created if missing
 * @example
 * const cursor = fileCursor("./state", { server: url, target: "my-script" });
 * for await (const request of client.listen(endpointId, { cursor })) console.log(request.seq);
 */
export function fileCursor(folder: string, { server, target }: Consumer): CursorStore {
  const fileOf = (endpointId: string) => {
    const name = createHash("sha256").update(JSON.stringify([server, endpointId, target]));
    return new JsonFile(
      join(folder, "cursors", `${name.digest("hex").slice(0, 32)}.json`),
      savedCursor,
    );
  };
  return {
    load: async (endpointId) => (await fileOf(endpointId).read())?.seq ?? null,
    save: (endpointId, seq) => fileOf(endpointId).write({ server, endpointId, seq }),
  };
}
