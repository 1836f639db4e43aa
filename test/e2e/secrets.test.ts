import { randomBytes, randomUUID } from "node:crypto";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  callAs,
  json,
  newEndpoint,
  newKey,
  newWorld,
  pageAfter,
  postWebhook,
  revokeKey,
} from "./support/api.ts";
import { filesBelow, filesWith } from "./support/files.ts";
import { send } from "./support/http.ts";
import { listeningPorts } from "./support/listening-ports.ts";
import { MAILBOX, mailedCode } from "./support/mailbox.ts";
import { TestServer } from "./support/server.ts";
import { connect, tryToConnect, TestSocket } from "./support/socket.ts";

const EMAIL = "reader@example.com";
const BANNER_END = "Press Ctrl-C to stop.";

let server: TestServer;
/** Secrets that only their owner may know, by their description. */
const secrets = new Map<string, string>();
let code: string;

beforeAll(async () => {
  server = await TestServer.start();
  secrets.set("the operator's token", server.adminToken);
  secrets.set("the first key", /HOOKNEXUS_API_KEY=(\S+)/.exec(server.output)?.[1] ?? "");
});
afterAll(() => server.remove());

function afterBanner(): string {
  return server.output.slice(server.output.indexOf(BANNER_END));
}

/** Every secret that is in the state folder in clear text, and its file. */
function foundInState(): string[] {
  return [...secrets, ["the sign-in code", code] as const].flatMap(([name, secret]) =>
    filesWith(server.stateDir, secret, MAILBOX).map((path) => `${name} in ${path}`),
  );
}

/** The cookies that a reply sets, as a browser sends them back. */
function cookiesOf(response: Response): string[] {
  return response.headers.getSetCookie().map((cookie) => cookie.split(";", 1)[0] ?? "");
}

function postJson(path: string, body: unknown, cookie = ""): Promise<Response> {
  const headers = { "content-type": "application/json", cookie };
  return fetch(server.origin + path, { method: "POST", headers, body: JSON.stringify(body) });
}

/** Signs in by mail. Returns the session's cookie, and the token that it also asked for. */
async function signInByMail(): Promise<{ session: string; token: string }> {
  const asked = await postJson("/auth/email", { email: EMAIL });
  expect(asked.status).toBe(202);
  const [browser = ""] = cookiesOf(asked);
  code = await mailedCode(server, EMAIL);
  const wrong = { email: EMAIL, code: code === "000000" ? "111111" : "000000" };
  expect((await postJson("/auth/email/verify", wrong, browser)).status).toBe(401);
  const verified = await postJson(
    "/auth/email/verify",
    { email: EMAIL, code, token: true },
    browser,
  );
  const session = cookiesOf(verified).find((cookie) => cookie.includes("=hns_")) ?? "";
  const { token } = await json<{ token: string }>(verified);
  secrets.set("the browser's secret", browser.split("=")[1] ?? "");
  secrets.set("the session", session.split("=")[1] ?? "");
  secrets.set("the token from the sign-in by mail", token);
  return { session, token };
}

describe("a server that has been used", () => {
  it("accepts every kind of secret", async () => {
    const world = await newWorld(server, "plus");
    secrets.set("an account's token", world.account.token);
    secrets.set("a key", world.key.key);
    const byKey = await connect(server, world.endpoint.id, world.key.key);
    const tokenQuery = { token: world.account.token, client: "cli", mode: "listen" };
    const byToken = await tryToConnect(server, world.endpoint.id, tokenQuery, {
      authorization: `Bearer ${world.account.token}`,
    });
    expect(byToken).toBeInstanceOf(TestSocket);
    await postWebhook(world, "seen by both");
    await byKey.take(1);

    const { session, token } = await signInByMail();
    const own = await newEndpoint(server, token);
    const byCookie = await tryToConnect(server, own.id, {}, { cookie: session, ...origin() });
    expect(byCookie).toBeInstanceOf(TestSocket);
    const me = await fetch(`${server.origin}/auth/me`, { headers: { cookie: session } });
    expect(await json(me)).toMatchObject({ email: EMAIL });

    await revokeKey(server, world.account.token, world.key.id);
    const next = await newKey(server, world.account.token);
    secrets.set("the key after the revoked one", next.key);
    expect((await callAs(server, next.key, "GET", "/api/endpoints")).status).toBe(200);
  });

  it("refuses keys that are revoked, mistyped or made up", async () => {
    const { id } = await newEndpoint(server, secrets.get("an account's token") ?? "");
    const revoked = secrets.get("a key") ?? "";
    const typo = revoked.slice(0, -1) + (revoked.endsWith("a") ? "b" : "a");
    const madeUp = `hnx_${randomBytes(19).toString("hex")}`;
    secrets.set("a mistyped key", typo).set("a made-up key", madeUp);
    for (const apikey of [revoked, typo, madeUp]) {
      expect(await tryToConnect(server, id, { apikey })).toMatchObject({ status: 401 });
      expect((await callAs(server, apikey, "GET", "/api/endpoints")).status).toBe(401);
    }
    const madeUpOperator = randomBytes(24).toString("base64url");
    secrets.set("a made-up operator's token", madeUpOperator);
    const wish = { email: EMAIL, plan: "team" };
    const reply = await callAs(server, madeUpOperator, "POST", "/api/admin/accounts", wish);
    expect(reply.status).toBe(401);
  });

  it("has printed no secret since the banner, and the sign-in code only in the printed mail", () => {
    for (const [name, secret] of secrets) {
      expect(secret.length, name).toBeGreaterThan(20);
      expect(afterBanner().includes(secret), `${name} was printed`).toBe(false);
    }
    const linesWithCode = afterBanner()
      .split("\n")
      .filter((line) => line.includes(code));
    expect(linesWithCode).toEqual([`  ${code} is your HookNexus code`]);
  });

  it("stores no secret in clear text while it runs, and the sign-in code only in the mailbox", () => {
    const email = filesWith(server.stateDir, EMAIL, MAILBOX);
    expect(email, "The search does not even find the email address, which is stored.").not.toEqual(
      [],
    );
    expect(foundInState()).toEqual([]);
    expect(filesWith(join(server.stateDir, MAILBOX), code, "")).toHaveLength(1);
  });
});

describe("strangers", () => {
  it("can't create files by posting to endpoint ids that they make up", async () => {
    const world = await newWorld(server);
    await postWebhook(world, "this one has a file");
    const folder = join(server.stateDir, "do");
    const before = filesBelow(folder).toSorted();
    const invented = Array.from({ length: 200 }, (_, index) => {
      const uuid = randomUUID();
      // Half of them have the UUID version of real endpoint ids.
      return index % 2 === 0 ? uuid : `${uuid.slice(0, 14)}8${uuid.slice(15)}`;
    });
    const replies = await Promise.all(
      invented.map((id) => send(`${server.origin}/h/${id}`, { body: "knock" })),
    );
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([404]));
    expect(filesBelow(folder).toSorted()).toEqual(before);
  });
});

describe("a page visit to an endpoint by someone who is signed in", () => {
  it("stores only cookies that were not set by us", async () => {
    const world = await newWorld(server);
    const session = secrets.get("the session") ?? "";
    const cookie = `theme=dark; hooknexus_session=${session}; __Host-hooknexus_session=${session}`;
    await send(world.endpoint.url, { method: "GET", headers: { cookie } });
    const { requests } = await pageAfter(server, world, 0);
    expect(requests[0]?.headers["cookie"]).toBe("theme=dark");
    expect(requests[0]?.raw_headers.filter(([name]) => name === "cookie")).toEqual([
      ["cookie", "theme=dark"],
    ]);

    await send(world.endpoint.url, {
      method: "GET",
      headers: { cookie: `hooknexus_session=${session}` },
    });
    const { requests: next } = await pageAfter(server, world, 1);
    expect(next[0]?.headers["cookie"]).toBeUndefined();
    expect(filesWith(server.stateDir, session, MAILBOX)).toEqual([]);
  });
});

/* `npm start` and its runtime call each other over ports that every program here can reach. */
describe.skipIf(process.platform !== "linux")("another program on this machine", () => {
  const post = (port: number, path: string, body: unknown) =>
    fetch(`http://127.0.0.1:${port}${path}`, {
      method: "POST",
      headers: { authorization: "guessed", "content-type": "application/json" },
      body: JSON.stringify(body),
    });

  it("can't reach the database or call the worker or the cron trigger as the host does", async () => {
    const ports = server.runtimePids().flatMap(listeningPorts);
    const [port = 0, ...others] = ports.filter((one) => one !== server.port);
    expect(others).toEqual([]);
    for (const path of ["/database", "/worker", "/cron"]) {
      expect((await post(port, path, [{ sql: "SELECT 1", values: [] }])).status).toBe(403);
    }
  });

  it("can't forge a mail", async () => {
    const [port = 0, ...others] = listeningPorts(server.program.pid);
    expect(others).toEqual([]);
    const mail = { to: "forged@example.com", subject: "Forged", text: "Your code is 000000" };
    expect((await post(port, "/mail", mail)).status).toBe(403);
    expect(server.output).not.toContain("forged@example.com");
  });
});

describe("a server that has stopped", () => {
  it("leaves no secret in clear text", async () => {
    await server.stop();
    expect(foundInState()).toEqual([]);
  });
});

function origin(): { origin: string } {
  return { origin: server.origin };
}
