import { expect, it } from "vitest";
import { createClient, type Socket } from "../../src/client/index.ts";
import { PING_FRAME } from "../../src/protocol/frames.ts";

/** A socket whose peer is the test. */
class FakeSocket extends EventTarget {
  readonly sent: string[] = [];

  send(text: string): void {
    this.sent.push(text);
  }

  close(): void {}

  deliver(text: string): void {
    this.dispatchEvent(new MessageEvent("message", { data: text }));
  }
}

it("pings after every 4 MiB that it receives, without waiting for its timer", async () => {
  const socket = new FakeSocket();
  const client = createClient(
    { url: "https://hooks.test" },
    { connect: () => socket as unknown as Socket },
  );
  const listening = client.listen("00000000-0000-4000-8000-000000000000", { since: 0 });
  await Promise.resolve();
  const mebibyte = JSON.stringify({ type: "later", payload: "x".repeat(1024 * 1024) });
  for (let n = 0; n < 3; n++) socket.deliver(mebibyte);
  expect(socket.sent).toEqual([]);
  for (let n = 3; n < 8; n++) socket.deliver(mebibyte);
  expect(socket.sent).toEqual([PING_FRAME, PING_FRAME]);
  await listening.return();
});
