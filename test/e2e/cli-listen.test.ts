import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { ReceivedRequest } from "../../src/client/index.ts";
import { newEndpoint, newWorld, postWebhook, revokeKey, type World } from "./support/api.ts";
import { CommandLine, jsonLines } from "./support/command-line.ts";
import { ExactTarget } from "./support/exact-target.ts";
import { OtherServer } from "./support/other-server.ts";
import { TestServer } from "./support/server.ts";
import { until } from "./support/wait.ts";

/** Sequences that control a terminal, or make a text look like another one. */
const HOSTILE = "\u001b[2J\u001b]0;title\u0007 \u009b31m \u007f \r \u202egnp.exe \u2028 \u200b";
const NOT_PLAIN = /(?![\t\n])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

let server: TestServer;
let world: World;
let cli: CommandLine;

beforeAll(async () => {
  server = await TestServer.start();
});
afterAll(() => server.remove());
beforeEach(async () => {
  world = await newWorld(server, "team");
  cli = new CommandLine(server, { HOOKNEXUS_API_KEY: world.key.key });
});
afterEach(() => cli.remove());

describe("`listen`", () => {
  it("prints time, method, path, size and the start of the body, and exits with 0 when interrupted", async () => {
    const listener = await cli.connected(["listen"]);
    const { pathname } = new URL(world.endpoint.url);
    const body = Array.from({ length: 12 }, (_, line) => `line ${line + 1}`).join("\n");
    await fetch(`${world.endpoint.url}/orders?a=1&a=2`, { method: "PUT", body });
    await fetch(world.endpoint.url, { method: "POST", body: Buffer.from([0, 255]) });
    await fetch(world.endpoint.url, { method: "POST", body: Buffer.alloc(2 ** 21) });
    await listener.says("(2.0 MiB; run `hooknexus requests body ");
    expect(listener.stdout).toMatch(
      new RegExp(`^\\d\\d:\\d\\d:\\d\\d  PUT ${pathname}/orders\\?a=1&a=2  86 B  [0-9a-f-]{36}\n`),
    );
    expect(listener.stdout).toContain("\n  line 1\n");
    expect(listener.stdout).toContain("\n  line 10\n  …\n");
    expect(listener.stdout).toContain("(not text; run `hooknexus requests body ");
    listener.signal("SIGINT");
    expect(await listener.ends()).toEqual({ code: 0, signal: null });
  });

  it("escapes sequences that could control the terminal, also with --json", async () => {
    const [listener, json] = await Promise.all([
      cli.connected(["listen"]),
      cli.connected(["listen", "--json"]),
    ]);
    await postWebhook(world, `${HOSTILE}\nend`);
    await Promise.all([listener.says("end"), json.says("end")]);
    expect(listener.output).not.toMatch(NOT_PLAIN);
    expect(listener.output).toContain("\\x1b[2J");
    expect(listener.output).toContain("\\u{202e}gnp.exe");
    expect(json.output).not.toMatch(NOT_PLAIN);
    expect(jsonLines<ReceivedRequest>(json.stdout)).toMatchObject([{ body: `${HOSTILE}\nend` }]);
  });

  it("prints one request per line with --json, and nothing else on stdout", async () => {
    await postWebhook(world, "1");
    const listener = await cli.connected(["listen", "--json", "--since", "0"]);
    await postWebhook(world, "2\n2");
    await until(() => jsonLines(listener.stdout).length === 2, "both");
    const [first, second] = jsonLines<ReceivedRequest>(listener.stdout);
    expect(first).toMatchObject({ seq: 1, body: "1", replay: null, bodyEncoding: "utf8" });
    expect(second).toMatchObject({ seq: 2, body: "2\n2", endpointId: world.endpoint.id });
    expect(second?.rawHeaders).toContainEqual(["content-length", "3"]);
  });

  it("listens on several endpoints, or on all, until each has ended", async () => {
    const env = { HOOKNEXUS_TOKEN: world.account.token };
    const other = await newEndpoint(server, world.account.token);
    const both = await cli.connected(["listen", world.endpoint.id, other.id], env);
    const all = cli.start(["listen", "--all"], env);
    for (const listener of [both, all]) {
      await listener.says(`Connected to ${world.endpoint.id}.`);
      await listener.says(`Connected to ${other.id}.`);
    }
    await fetch(other.url, { method: "POST", body: "to the other" });
    await postWebhook(world, "to the one");
    for (const listener of [both, all]) {
      await listener.says("to the other");
      await listener.says("to the one");
    }
    expect((await cli.run(["endpoints", "delete", other.id, "--yes"], undefined, env)).code).toBe(
      0,
    );
    await both.says(`No longer listening on ${other.id}: The endpoint was deleted`);
    await postWebhook(world, "still there");
    await both.says("still there");
    both.signal("SIGTERM");
    // Stopping it reports the endpoint that was deleted.
    expect((await both.ends()).code).toBe(4);
    expect(both.output).toContain("The endpoint was deleted or has expired.");
  });

  it("exits with 3 and the reason when its key is revoked", async () => {
    const target = await ExactTarget.open();
    const listener = await cli.connected(["listen"]);
    const forwarder = await cli.connected(["forward", "--to", target.origin]);
    await revokeKey(server, world.account.token, world.key.id);
    for (const program of [listener, forwarder]) {
      expect((await program.ends()).code).toBe(3);
      expect(program.output).toContain("Error: The key, token or session was revoked.\n");
    }
    await target.goDown();
  });

  it("prints only results and errors with --quiet", async () => {
    const listener = cli.start(["listen", "--quiet", "--since", "0"]);
    await postWebhook(world, "the only one");
    await listener.says("the only one");
    listener.signal("SIGINT");
    await listener.ends();
    expect(listener.output).toBe(listener.stdout);
    expect(listener.output).not.toContain("Connected");
  });

  it("neither prints nor stores its credential", async () => {
    const listener = await cli.connected(["listen"]);
    await server.stop();
    await listener.says("Retrying in ");
    await server.start();
    await listener.says("Connected to ");
    expect(listener.output).not.toContain(world.key.key.slice(0, 12));
    expect(cli.files).toEqual([]);
  });
});

it("prints Connected after the `connected` frame, not when the socket opens", async () => {
  const row = {
    id: world.endpoint.id,
    user_id: "u",
    alias: null,
    is_permanent: false,
    is_paused: false,
    response: null,
    handshakes: [],
    expires_at: null,
    request_count: 0,
    last_request_at: null,
    stored_bytes: 0,
    created_at: "2026-11-24T19:20:01.344Z",
    updated_at: "2026-11-24T19:20:01.344Z",
  };
  const sockets: { send(text: string): void }[] = [];
  const body = JSON.stringify(row);
  const other = await OtherServer.start({ status: 200, body, open: (each) => sockets.push(each) });
  const listener = cli.start(["listen", row.id], { HOOKNEXUS_API_URL: other.origin });
  // The socket is open: the listener has pinged.
  await other.hears(1);
  expect(listener.output).not.toContain("Connected");
  const payload = { connectionId: "c", lastSeq: 0 };
  sockets[0]?.send(JSON.stringify({ type: "connected", timestamp: 0, payload }));
  await listener.says(`Connected to ${row.id}. Connection id: c. Press Ctrl-C to stop.`);
  other.close();
});
