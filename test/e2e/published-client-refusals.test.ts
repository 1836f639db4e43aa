import { afterEach, expect, it } from "vitest";
import {
  callAs,
  json,
  newAccount,
  newEndpoint,
  newWorld,
  postWebhook,
  revokeKey,
  type World,
} from "./support/api.ts";
import type { Program } from "./support/program.ts";
import { PublishedClient } from "./support/published-client.ts";
import { useSharedServer } from "./support/shared-server.ts";

const PINGING = { HOOKNEXUS_PING_EVERY_MS: "200", HOOKNEXUS_VERBOSE: "yes" };
const SIGNED_OUT = "Signed out: the token is not valid any more.";

const server = useSharedServer();
const clients: PublishedClient[] = [];

afterEach(async () => {
  for (const client of clients.splice(0)) await client.kill();
});

function clientWith(token: string): PublishedClient {
  const client = new PublishedClient(server, token);
  clients.push(client);
  return client;
}

/** Starts a listener that has pinged, because the runtime is slow to close a silent connection. */
async function pinging(token: string, ...args: string[]): Promise<Program> {
  const listener = await clientWith(token).connected(args, PINGING);
  await listener.says("pong");
  return listener;
}

/** The lines printed after it was connected. Waits until it has ended with an error. */
async function lastWords(listener: Program): Promise<string[]> {
  expect(await listener.ends()).toEqual({ code: 1, signal: null });
  const lines = listener.output.trimEnd().split("\n");
  const after = lines.slice(lines.findLastIndex((line) => line.startsWith("Connected: ")) + 1);
  return after.filter((line) => line !== "pong");
}

const afterDisconnect = (last: string) => ["Disconnected.", "Reconnecting (1 of 10)", last];

it("prints the limit, retries, and connects once another listener ends", async () => {
  const { token } = await newAccount(server, "free");
  const { id, url } = await newEndpoint(server, token);
  const client = clientWith(token);
  const first = await client.connected(["listen", id]);
  await client.connected(["forward", id, "http://127.0.0.1:1/"]);
  const third = client.start(["listen", id]);
  await third.says("Reconnecting (2 of 10)");
  expect(third.output.split("\n").slice(0, 4)).toEqual([
    "Connection limit reached: 2",
    "Reconnecting (1 of 10)",
    "Connection limit reached: 2",
    "Reconnecting (2 of 10)",
  ]);
  first.signal("SIGINT");
  await third.says("Connected: ");
  await json(await fetch(url, { method: "POST", body: "to the newcomer" }));
  await third.says("to the newcomer");
});

it("stops by itself after another process has logged out with its token", async () => {
  const { account, endpoint } = await newWorld(server);
  const listener = await pinging(account.token, "listen", endpoint.id);
  const forwarder = await pinging(account.token, "forward", endpoint.id, "http://127.0.0.1:1/");
  expect(await clientWith(account.token).run("logout")).toEqual({
    code: 0,
    lines: ["Signed out."],
  });
  expect(await lastWords(listener)).toEqual(afterDisconnect(SIGNED_OUT));
  expect(await lastWords(forwarder)).toEqual(afterDisconnect(SIGNED_OUT));
});

it("stops by itself after its token was revoked; other tokens are not affected", async () => {
  const { account, endpoint, key } = await newWorld(server);
  // A second sign-in of the same account.
  const input = { email: account.email, plan: "plus" };
  const signedIn = await callAs(server, server.adminToken, "POST", "/api/admin/accounts", input);
  const { token } = await json<{ token: string }>(signedIn, 201);
  const revoked = await pinging(account.token, "listen", endpoint.id);
  const other = await pinging(token, "listen", endpoint.id);
  const listed = await callAs(server, account.token, "GET", "/api/account/sessions");
  const { sessions } = await json<{ sessions: { id: string; isCurrent: boolean }[] }>(listed);
  const current = sessions.find(({ isCurrent }) => isCurrent)?.id;
  await json(await callAs(server, token, "DELETE", `/api/account/sessions/${current}`));
  expect(await lastWords(revoked)).toEqual(afterDisconnect(SIGNED_OUT));
  await postWebhook({ account, endpoint, key }, "to whoever is left");
  await other.says("to whoever is left");
});

/** A listener with an API key as its token. To the client, a token is opaque. */
async function listeningWithKey(): Promise<{ world: World; listener: Program }> {
  const world = await newWorld(server);
  const listener = await pinging(world.key.key, "listen", world.endpoint.id);
  return { world, listener };
}

it("stops by itself after the API key that it uses as a token is revoked", async () => {
  const { world, listener } = await listeningWithKey();
  await revokeKey(server, world.account.token, world.key.id);
  expect(await lastWords(listener)).toEqual(afterDisconnect(SIGNED_OUT));
});

it("prints the error and stops if the plan no longer has API keys", async () => {
  const { world, listener } = await listeningWithKey();
  const path = `/api/admin/accounts/${world.account.id}`;
  await json(await callAs(server, server.adminToken, "PATCH", path, { plan: "free" }));
  const sentence = "Refused: Your plan does not include API keys. Upgrade to use one.";
  expect(await lastWords(listener)).toEqual(afterDisconnect(sentence));
});

it("stops by itself after its endpoint is deleted, even if it has not pinged yet", async () => {
  const { account, endpoint } = await newWorld(server);
  const client = clientWith(account.token);
  const listener = await client.connected(["listen", endpoint.id]);
  await client.run("endpoints", "delete", endpoint.id);
  expect(await lastWords(listener)).toEqual(afterDisconnect("The endpoint does not exist."));
});

it("stops immediately if the endpoint does not exist or belongs to another account", async () => {
  const { account, endpoint } = await newWorld(server);
  const stranger = await newWorld(server);
  for (const [token, id] of [
    [account.token, "00000000-0000-4000-8000-000000000000"],
    [account.token, "no-id-at-all"],
    [stranger.account.token, endpoint.id],
  ] as const) {
    const listener = clientWith(token).start(["listen", id]);
    expect(await lastWords(listener)).toEqual(["The endpoint does not exist."]);
  }
});

it.each(["", "hnt_no-token-at-all", "mistyped"])(
  "stops immediately if its token is %j",
  async (token) => {
    const { endpoint } = await newWorld(server);
    const listener = clientWith(token).start(["listen", endpoint.id]);
    expect(await lastWords(listener)).toEqual([SIGNED_OUT]);
  },
);
