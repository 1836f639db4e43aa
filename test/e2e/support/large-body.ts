import { createHash } from "node:crypto";
import { request } from "node:http";
import { callAs, type World } from "./api.ts";
import type { RunningServer } from "./server.ts";

/* Bodies of any size that no test holds as a whole. */

export const MIB = 1024 * 1024;

/** Bytes that do not repeat, one slice at a time. */
function* slicesOf(size: number): Generator<Buffer> {
  for (let at = 0; at < size; at += MIB) {
    yield createHash("shake256", { outputLength: Math.min(MIB, size - at) })
      .update(String(at))
      .digest();
  }
}

/** Posts a body of this size, with its length or in chunks. */
export function postLarge(
  { endpoint }: World,
  size: number,
  isChunked: boolean,
): Promise<{ id: string }> {
  return new Promise((resolve, reject) => {
    const headers = isChunked ? {} : { "content-length": size };
    const sending = request(endpoint.url, { method: "POST", headers }, async (response) => {
      const text = Buffer.concat(await response.toArray()).toString();
      if (response.statusCode === 200) resolve(JSON.parse(text));
      else reject(new Error(text));
    });
    sending.once("error", reject);
    void (async () => {
      for (const slice of slicesOf(size)) {
        if (!sending.write(slice)) await new Promise((drained) => sending.once("drain", drained));
      }
      sending.end();
    })();
  });
}

/** The hash of what `postLarge` posts. */
export function digestOf(size: number): string {
  const hash = createHash("sha256");
  for (const slice of slicesOf(size)) hash.update(slice);
  return hash.digest("hex");
}

/** Downloads the body of a request. Resolves to its declared length and its hash. */
export async function download(
  server: RunningServer,
  { account }: World,
  requestId: string,
): Promise<{ size: number; digest: string }> {
  const reply = await callAs(server, account.token, "GET", `/api/requests/${requestId}/body`);
  const hash = createHash("sha256");
  for await (const chunk of reply.body ?? []) hash.update(chunk);
  return { size: Number(reply.headers.get("content-length")), digest: hash.digest("hex") };
}
