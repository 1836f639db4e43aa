import { expect, it } from "vitest";
import { createClient, type Socket } from "../../src/client/index.ts";

const ENDPOINT_ID = "00000000-0000-4000-8000-000000000000";

/** A socket whose peer is the test. */
class FakeSocket extends EventTarget {
  send(): void {}
  close(): void {}

  deliver(type: string, payload: object): void {
    const data = JSON.stringify({ type, timestamp: 0, payload });
    this.dispatchEvent(new MessageEvent("message", { data }));
  }

  breakOff(): void {
    this.dispatchEvent(new CloseEvent("close", { code: 1006 }));
  }
}

it("is not live while it reconnects, even if the missing requests arrive in the meantime", async () => {
  const sockets: FakeSocket[] = [];
  const page = Promise.withResolvers<Response>();
  const requested = Promise.withResolvers<void>();
  const states: string[] = [];
  const connectedAgain = Promise.withResolvers<void>();
  const client = createClient(
    { url: "https://hooks.test", fetch: () => (requested.resolve(), page.promise) },
    {
      connect: () => {
        const socket = new FakeSocket();
        sockets.push(socket);
        if (sockets.length === 2) connectedAgain.resolve();
        return socket as unknown as Socket;
      },
      random: () => 0,
    },
  );
  const listening = client.listen(ENDPOINT_ID, { since: 0, onState: ({ is }) => states.push(is) });
  const next = listening.next();
  await Promise.resolve();
  sockets[0]?.deliver("connected", { connectionId: "first", lastSeq: 5 });
  sockets[0]?.deliver("gap", { from: 1, to: 5 });
  await requested.promise;
  sockets[0]?.breakOff();
  await connectedAgain.promise;
  page.resolve(Response.json({ requests: [], total: 0 }));
  await new Promise((resolve) => setTimeout(resolve, 0));
  expect(states).toEqual(["connecting", "live", "catching-up", "waiting", "connecting"]);
  await listening.return();
  await next;
});
