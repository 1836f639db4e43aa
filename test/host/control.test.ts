import dns from "node:dns";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it, vi } from "vitest";
import { Control } from "../../src/host/control.ts";

it("the secret of the control port is sent to 127.0.0.1 only, never to what localhost resolves to", async () => {
  const secrets: unknown[] = [];
  const server = createServer((request, response) => {
    secrets.push(request.headers.authorization);
    response.end("{}");
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const lookup = vi.spyOn(dns, "lookup");
  try {
    await new Control((server.address() as AddressInfo).port, "secret").runCron("* * * * *");
    expect(secrets).toEqual(["secret"]);
    expect(lookup).not.toHaveBeenCalled();
  } finally {
    lookup.mockRestore();
    server.close();
  }
});
