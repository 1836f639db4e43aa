import { createHash } from "node:crypto";
import { join } from "node:path";
import * as z from "zod/mini";
import type { CursorStore } from "../client/index.ts";
import { JsonFile } from "./json-file.ts";

const place = z.object({ server: z.string(), endpointId: z.string(), seq: z.int() });

/** Whose place it is. */
export interface Consumer {
  server: string;
  /** Where the requests go: two targets of one endpoint each have their own place. */
  target: string;
}

/** Keeps how far a forwarder has come in a file of its own, below the user's state folder. */
export function fileCursor(folder: string, { server, target }: Consumer): CursorStore {
  const fileOf = (endpointId: string) => {
    const name = createHash("sha256").update(JSON.stringify([server, endpointId, target]));
    return new JsonFile(join(folder, "cursors", `${name.digest("hex").slice(0, 32)}.json`), place);
  };
  return {
    load: async (endpointId) => (await fileOf(endpointId).read())?.seq ?? null,
    save: (endpointId, seq) => fileOf(endpointId).write({ server, endpointId, seq }),
  };
}
