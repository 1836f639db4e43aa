import { connect as connectTcp } from "node:net";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  callAs,
  json,
  newAccount,
  newEndpoint,
  type Received,
  type TestAccount,
} from "./support/api.ts";
import type { CreatedEndpoint } from "../../src/protocol/endpoint.ts";
import { send } from "./support/http.ts";
import { LocalTarget } from "./support/local-target.ts";
import type { Program } from "./support/program.ts";
import { PublishedClient } from "./support/published-client.ts";
import { TestServer } from "./support/server.ts";
import { until, within } from "./support/wait.ts";

let server: TestServer;
let account: TestAccount;
let endpoint: CreatedEndpoint;
let client: PublishedClient;
let target: LocalTarget;

beforeAll(async () => {
  server = await TestServer.start();
});
afterAll(() => server.remove());

beforeEach(async () => {
  target = await LocalTarget.open();
  await become("plus");
});
afterEach(async () => {
  await client.kill();
  target.close();
});

/** Switches to a new user with this plan and one endpoint. */
async function become(plan: "free" | "plus"): Promise<void> {
  account = await newAccount(server, plan);
  endpoint = await newEndpoint(server, account.token);
  client = new PublishedClient(server, account.token);
}

/** Starts `forward` to a path of the local target, and waits until it is connected. */
function forwarding(...options: string[]): Promise<Program> {
  return client.connected(["forward", endpoint.id, `${target.origin}/hooks/`, ...options]);
}

function connectionIdOf({ output }: Program): string {
  return /^Connected: (\S+)$/m.exec(output)?.[1] ?? "";
}

async function post(path: string, body: string, headers = {}): Promise<Received> {
  return json(await fetch(endpoint.url + path, { method: "POST", body, headers }));
}

describe("`listen` of the published client", () => {
  it("prints each webhook, in order of arrival, until it is interrupted", async () => {
    const listener = await client.connected(["listen", endpoint.id]);
    await post("/orders/a%2Fb?page=1&page=2&q=%C3%A9", "first");
    await post("", "größe 👋");
    await listener.says("👋");
    expect(listener.output.split("\n").slice(1)).toEqual([
      `POST /h/${endpoint.id}/orders/a%2Fb?page=2&q=%C3%A9 first`,
      `POST /h/${endpoint.id} größe 👋`,
      "",
    ]);
    listener.signal("SIGINT");
    expect(await listener.ends()).toEqual({ code: 0, signal: null });
  });

  it("gets a pong for each ping, and stays connected", async () => {
    const everyMs = { HOOKNEXUS_PING_EVERY_MS: "10", HOOKNEXUS_VERBOSE: "yes" };
    const listener = await client.connected(["listen", endpoint.id], everyMs);
    // The server closes after 100 bad frames, so 101 pongs show that pings are not counted as such.
    await listener.says("pong\n".repeat(101));
    await post("", "still there");
    await listener.says("still there");
    expect(listener.output).not.toMatch(/The server says|Disconnected/);
  });

  it("reconnects after the server has restarted", async () => {
    const listener = await client.connected(["listen", endpoint.id]);
    await server.stop();
    await listener.says("Reconnecting (1 of 10)");
    // Paused, so that a slow start does not use up its attempts.
    listener.signal("SIGSTOP");
    await server.start();
    listener.signal("SIGCONT");
    const isBack = () => listener.output.split("Connected: ").length === 3;
    await until(isBack, "the client to reconnect");
    await post("", "after the restart");
    await listener.says("after the restart");
  });
});

describe("`forward` of the published client", () => {
  it("forwards a webhook: method, path, query, headers and body", async () => {
    const forwarder = await forwarding("--preserve-path");
    const headers = { "content-type": "application/json", "x-signature": "sha256=abc" };
    const url = `${endpoint.url}/orders/a%2Fb?page=1&q=%C3%A9`;
    await fetch(url, { method: "PATCH", body: '{ "größe" : 1.50 }', headers });
    const arrived = await target.newestOf(1);
    expect(arrived).toMatchObject({
      method: "PATCH",
      url: "/hooks/orders/a%2Fb?page=1&q=%C3%A9",
      body: '{ "größe" : 1.50 }',
      headers,
    });
    expect(`http://${arrived.headers.host}`).toBe(target.origin);
    await forwarder.says("PATCH /hooks/orders/a%2Fb?page=1&q=%C3%A9 -> 204");
  });

  it("uses the target's own path without --preserve-path", async () => {
    await forwarding();
    await post("/orders?page=1", "hello");
    expect(await target.newestOf(1)).toMatchObject({ url: "/hooks/?page=1", body: "hello" });
  });

  it("forwards webhooks without a body", async () => {
    await forwarding("--preserve-path");
    for (const [index, method] of ["GET", "HEAD", "DELETE", "OPTIONS"].entries()) {
      await send(`${endpoint.url}/none`, { method });
      const arrived = await target.newestOf(index + 1);
      expect(arrived).toMatchObject({ method, url: "/hooks/none", body: "" });
    }
  });

  it("continues if the local target does not answer", async () => {
    const forwarder = await forwarding();
    target.close();
    await post("", "nobody there");
    await forwarder.says("POST /hooks/ failed: connect ECONNREFUSED");
  });
});

/** Sends a webhook over TCP, because `fetch` and node:http refuse to send some headers. */
async function postRaw(headers: string[], body: string): Promise<string> {
  const { host, pathname } = new URL(endpoint.url);
  const head = [`POST ${pathname} HTTP/1.1`, `Host: ${host}`, "X-Mark: kept", ...headers, "", ""];
  const socket = connectTcp(server.port, "127.0.0.1");
  const answered = new Promise<string>((resolve, reject) => {
    let reply = "";
    socket.setEncoding("latin1").once("error", reject);
    socket.on("data", (text: string) => {
      reply += text;
      if (reply.includes('"received":true')) resolve(reply);
    });
    socket.once("close", () => reject(new Error(`The webhook was not accepted: ${reply}`)));
  });
  socket.write(head.join("\r\n") + body);
  return within(answered, () => "the reply to a webhook").finally(() => socket.destroy());
}

it("headers that `fetch` refuses to send do not prevent a webhook from being forwarded", async () => {
  await forwarding();
  const webhooks: [name: string, headers: string[], body: string][] = [
    ["expect", ["Expect: 100-continue", "Content-Length: 4"], "body"],
    ["keep-alive", ["Keep-Alive: timeout=5", "Content-Length: 4"], "body"],
    ["upgrade", ["Connection: Upgrade", "Upgrade: h2c", "Content-Length: 4"], "body"],
    ["transfer-encoding", ["Transfer-Encoding: chunked"], "4\r\nbody\r\n0\r\n\r\n"],
  ];
  for (const [index, [name, headers, body]] of webhooks.entries()) {
    await postRaw(headers, body);
    const arrived = await target.newestOf(index + 1);
    expect(arrived).toMatchObject({ method: "POST", body: "body", headers: { "x-mark": "kept" } });
    expect(arrived.headers, name).not.toHaveProperty(name);
  }
});

describe("`requests replay` of the published client", () => {
  it("sends a stored webhook to a `forward` process again, unchanged", async () => {
    const headers = { "content-type": "text/plain", "x-signature": "sha256=abc" };
    const { id } = await post("/orders?page=1", "before anyone listened", headers);
    const forwarder = await forwarding("--preserve-path");
    const { code, lines } = await client.run("requests", "replay", id);
    expect(lines).toEqual([
      `Replaying POST /h/${endpoint.id}/orders`,
      `202 Dispatched to cli forward ${connectionIdOf(forwarder)}`,
    ]);
    expect(code).toBe(0);
    expect(await target.newestOf(1)).toMatchObject({
      method: "POST",
      url: "/hooks/orders?page=1",
      body: "before anyone listened",
      headers,
    });
  });

  it("reaches the chosen listener, and the reply has the published shape", async () => {
    const { id: requestId } = await post("", "once more");
    const [chosen, other] = [await forwarding(), await client.connected(["listen", endpoint.id])];
    const body = { requestId, connectionId: connectionIdOf(other) };
    const reply = await callAs(server, account.token, "POST", "/api/replay", body);
    expect(await json(reply, 202)).toEqual({
      success: true,
      statusCode: 202,
      statusText: "Dispatched",
      connectionId: connectionIdOf(other),
      clientType: "cli",
      clientMode: "listen",
      dispatchedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    });
    await other.says("once more");
    expect(target.arrived).toEqual([]);
    expect(chosen.output).not.toContain("->");
  });

  it("prints the reason if no listener is connected, or the chosen one has left", async () => {
    const { id } = await post("", "to nobody");
    const nobody = "Error: No connected listener can receive a replay. Start one, then try again.";
    expect(await client.run("requests", "replay", id)).toEqual({ code: 1, lines: [nobody] });
    await client.connected(["listen", endpoint.id]);
    const gone = ["--to", "00000000-0000-4000-8000-000000000000"];
    const { code, lines } = await client.run("requests", "replay", id, ...gone);
    expect([code, lines.at(-1)]).toEqual([
      1,
      "Error: That listener is no longer connected. Choose another one.",
    ]);
  });

  it("prints the error if the plan has no replay", async () => {
    await become("free");
    const { id } = await post("", "of a free account");
    await client.connected(["listen", endpoint.id]);
    expect(await client.run("requests", "replay", id)).toEqual({
      code: 1,
      lines: ["Error: Your plan does not include replay. Upgrade to send requests again."],
    });
  });
});
