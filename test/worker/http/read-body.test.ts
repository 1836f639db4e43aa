import { expect, it } from "vitest";
import { readHead } from "../../../src/worker/http/read-body.ts";

const KIB = 1024;

/** A request that does not declare the length of its body. */
function chunked(...pieces: Uint8Array[]): Request {
  const { readable, writable } = new IdentityTransformStream();
  const writer = writable.getWriter();
  const send = async () => {
    for (const piece of pieces) await writer.write(piece);
    await writer.close();
  };
  void send();
  return new Request("https://hooks.test/", { method: "POST", body: readable });
}

// An RPC call transfers the whole buffer behind a view.
it.each([[1], [64 * KIB + 1], [70 * KIB, 70 * KIB]])(
  "a body of unknown length is read into a buffer of exactly its size: %j",
  async (...sizes) => {
    const sent = sizes.map((size, index) => new Uint8Array(size).fill(index + 1));
    const { bytes, rest } = await readHead(chunked(...sent), 1024 * KIB);
    expect(rest).toBeNull();
    expect(bytes).toEqual(new Uint8Array(await new Blob(sent).arrayBuffer()));
    expect(bytes.buffer.byteLength).toBe(bytes.length);
  },
);
