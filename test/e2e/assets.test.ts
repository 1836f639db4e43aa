import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { send } from "./support/http.ts";
import { useSharedServer } from "./support/shared-server.ts";

const FOLDER = "dist/dashboard/assets";

const server = useSharedServer();

/** The largest file with this ending. */
function largest(ending: string) {
  const files = readdirSync(FOLDER).filter((name) => name.endsWith(ending));
  const [name = ""] = files.toSorted((a, b) => sizeOf(b) - sizeOf(a));
  return { url: `${server.origin}/assets/${name}`, bytes: readFileSync(join(FOLDER, name)) };
}

const sizeOf = (name: string) => statSync(join(FOLDER, name)).size;

const get = (url: string, headers: Record<string, string>) => send(url, { method: "GET", headers });

describe("the dashboard's files on one machine", () => {
  it.each([".js", ".css"])(
    "%s: are complete, and compressed for clients that accept gzip",
    async (ending) => {
      const { url, bytes } = largest(ending);
      const zipped = await get(url, { "accept-encoding": "br, gzip" });
      expect(zipped.headers).toMatchObject({ "content-encoding": "gzip", vary: "accept-encoding" });
      expect(zipped.body.length).toBeLessThan(bytes.length / 2);
      expect(gunzipSync(zipped.body).equals(bytes)).toBe(true);
      const plain = await get(url, {});
      expect(plain.headers["content-encoding"]).toBeUndefined();
      expect(plain.body.equals(bytes)).toBe(true);
    },
  );

  it("are not sent again if the client has the current version", async () => {
    const { url } = largest(".js");
    const { headers } = await get(url, { "accept-encoding": "gzip" });
    const known = { "accept-encoding": "gzip", "if-none-match": String(headers["etag"]) };
    const again = await get(url, known);
    expect([again.status, again.body.length]).toEqual([304, 0]);
  });

  it("are not compressed if they are compressed already", async () => {
    const { url, bytes } = largest(".woff2");
    const font = await get(url, { "accept-encoding": "gzip" });
    expect(font.headers["content-encoding"]).toBeUndefined();
    expect(font.body.equals(bytes)).toBe(true);
  });
});
