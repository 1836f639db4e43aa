import { beforeAll, describe, expect, it } from "vitest";
import { errorBody, type ErrorBody } from "../../src/protocol/errors.ts";
import { connect, upgrade } from "./support/test-listener.ts";
import {
  ADMIN_TOKEN,
  callAs,
  json,
  newAccount,
  newEndpoint,
  newKey,
  postWebhook,
} from "./support/world.ts";

const NEW_UUID = crypto.randomUUID();

/** An account with an endpoint, a request and a key. */
async function newInbox() {
  const account = await newAccount("pro");
  const endpoint = await newEndpoint(account, { alias: "shop" });
  const request = await postWebhook(endpoint.id, "a secret of the first account");
  const key = await newKey(account, { name: "first" });
  return { account, endpoint, request, key };
}

let inbox: Awaited<ReturnType<typeof newInbox>>;
let other: Awaited<ReturnType<typeof newInbox>>;

beforeAll(async () => {
  [inbox, other] = [await newInbox(), await newInbox()];
});

type Kind = "endpoint" | "request" | "key";

/** Paths with ids of stored things. `path-ids.test.ts` tests all kinds of bad ids. */
const WITH_ID: readonly (readonly [string, string, Kind])[] = [
  ["GET", "/api/endpoints/:id", "endpoint"],
  ["PATCH", "/api/endpoints/:id", "endpoint"],
  ["DELETE", "/api/endpoints/:id", "endpoint"],
  ["GET", "/api/endpoints/:id/requests", "endpoint"],
  ["GET", "/api/requests/:id", "request"],
  ["GET", "/api/requests/:id/body", "request"],
  ["PATCH", "/api/keys/:id", "key"],
  ["DELETE", "/api/keys/:id", "key"],
];

function callWithId(token: string, method: string, path: string, id: string): Promise<Response> {
  const body = path.startsWith("/api/keys") ? { name: "taken over" } : { alias: "taken over" };
  return callAs(token, method, path.replace(":id", id), method === "PATCH" ? body : undefined);
}

/** The refusal without the id of the call. */
async function refusalOf(response: Response): Promise<Omit<ErrorBody, "requestId">> {
  const { requestId, ...rest } = errorBody.parse(await json(response, 404));
  expect(requestId).toMatch(/^[0-9a-f-]{36}$/);
  return rest;
}

describe("another account", () => {
  it("sees nothing of the first account in its lists", async () => {
    const stranger = await newAccount("pro");
    const endpoints = await json(await callAs(stranger.token, "GET", "/api/endpoints"));
    expect(endpoints).toMatchObject({ endpoints: [], total: 0, usage: { dailyRequests: 0 } });
    expect(await json(await callAs(stranger.token, "GET", "/api/keys"))).toEqual({ keys: [] });
    const usage = await json(await callAs(stranger.token, "GET", "/api/account/usage"));
    expect(usage).toMatchObject({ endpoints: { current: 0 }, requests: { current: 0 } });
  });

  it("can't listen with its token or key: it gets a 404 with an empty body", async () => {
    for (const credential of [`token=${other.account.token}`, `apikey=${other.key.key}`]) {
      for (const id of [inbox.endpoint.id, NEW_UUID, "no-uuid", "%00"]) {
        const response = await upgrade(`/ws/${id}?${credential}`);
        expect([response.status, await response.text()]).toEqual([404, ""]);
      }
    }
  });

  it("can't create a key for the first account's endpoint, nor read with its own key", async () => {
    const body = { endpointIds: [inbox.endpoint.id] };
    await json(await callAs(other.account.token, "POST", "/api/keys", body), 400);
    for (const [method, path, kind] of WITH_ID) {
      if (method !== "GET" || kind === "key") continue;
      const id = kind === "endpoint" ? inbox.endpoint.id : inbox.request.id;
      await refusalOf(await callWithId(other.key.key, method, path, id));
    }
  });

  it("can't replay the first account's request, nor send its own to the first account's listener", async () => {
    const listener = await connect(inbox.endpoint.id, inbox.key.key);
    const connectionId = String(listener.frames[0]?.payload["connectionId"]);
    const replay = (requestId: string) =>
      callAs(other.account.token, "POST", "/api/replay", { requestId, connectionId });
    await refusalOf(await replay(inbox.request.id));
    const offline = await json(await replay(other.request.id), 409);
    expect(offline).toMatchObject({ code: "target_offline" });
    expect(listener.frames).toHaveLength(1);
    listener.close();
  });

  it("may use the same alias", async () => {
    const stranger = await newAccount();
    expect(await newEndpoint(stranger, { alias: "shop" })).toMatchObject({ alias: "shop" });
  });

  it("can't change anything of the first account", async () => {
    const { account, endpoint, request, key } = inbox;
    for (const [method, path, kind] of WITH_ID) {
      const id = { endpoint: endpoint.id, request: request.id, key: key.id }[kind];
      await refusalOf(await callWithId(other.account.token, method, path, id));
    }
    const row = await json(await callAs(account.token, "GET", `/api/endpoints/${endpoint.id}`));
    expect(row).toMatchObject({ alias: "shop", request_count: 1 });
    const { keys } = await json<{ keys: unknown[] }>(
      await callAs(account.token, "GET", "/api/keys"),
    );
    expect(keys).toMatchObject([{ id: key.id, name: "first" }]);
    const body = await callAs(key.key, "GET", `/api/requests/${request.id}/body`);
    expect(await body.text()).toBe("a secret of the first account");
    (await connect(endpoint.id, key.key)).close();
  });
});

describe("a wrong method", () => {
  it.each([
    ["PUT", "/api/endpoints", ["GET", "POST"]],
    ["DELETE", "/api/endpoints", ["GET", "POST"]],
    ["POST", `/api/endpoints/${NEW_UUID}`, ["DELETE", "GET", "PATCH"]],
    ["POST", `/api/endpoints/${NEW_UUID}/requests`, ["GET"]],
    ["PUT", `/api/requests/${NEW_UUID}/body`, ["GET"]],
    ["PUT", "/api/keys", ["GET", "POST"]],
    ["PUT", `/api/keys/${NEW_UUID}`, ["DELETE", "PATCH"]],
    ["POST", "/api/account/usage", ["GET"]],
    ["POST", "/api/health", ["GET"]],
    ["POST", "/auth/me", ["GET"]],
    ["GET", "/auth/logout", ["POST"]],
    ["GET", "/auth/email", ["POST"]],
    ["DELETE", "/auth/email/verify", ["POST"]],
    ["GET", "/auth/cli", ["POST"]],
    ["GET", "/auth/device", ["POST"]],
    ["GET", "/auth/device/token", ["POST"]],
    ["PUT", "/device", ["GET", "POST"]],
    ["POST", `/ws/${NEW_UUID}`, ["GET"]],
    ["PUT", "/sign-in", ["GET", "POST"]],
  ])("gets a 405 that lists the allowed methods: %s %s", async (method, path, allowed) => {
    const response = await callAs(inbox.account.token, method, path);
    expect(response.headers.get("allow")?.split(", ").toSorted()).toEqual(allowed);
    expect(errorBody.parse(await json(response, 405)).code).toBe("method_not_allowed");
  });

  it("gets a 405 from the operator's routes too", async () => {
    const response = await callAs(ADMIN_TOKEN, "GET", "/api/admin/accounts");
    expect([response.status, response.headers.get("allow")]).toEqual([405, "POST"]);
  });
});

describe("an unknown URL", () => {
  it.each([
    "/api",
    "/api/nothing",
    "/api/endpoints/",
    "/auth/me/",
    "/sign-in/",
    "/pagesXcss",
    `/api/endpoints/${NEW_UUID}/nothing`,
    `/api/requests/${NEW_UUID}/body/more`,
    "/api//endpoints",
    "/API/endpoints",
    "/auth",
    "/ws",
    "/h",
    "/nothing",
    "/favicon.ico",
    "/.env",
    "/%00",
    "/%E0%A4%A",
  ])("gets a 404 with every method: %s", async (path) => {
    for (const method of ["GET", "POST", "DELETE"]) {
      const response = await callAs(inbox.account.token, method, path);
      expect(response.headers.get("allow")).toBeNull();
      const refusal = errorBody.parse(await json(response, 404));
      expect(refusal).toMatchObject({ code: "not_found" });
    }
  });
});

describe("a bad credential", () => {
  it.each<[string, () => string | Promise<string>]>([
    ["a key with a typo", () => withTypo(inbox.key.key)],
    ["a token with a typo", () => withTypo(inbox.account.token)],
    ["a key under the token's prefix", () => inbox.key.key.replace("hnx_", "hnt_")],
    ["a key under an unknown prefix", () => inbox.key.key.replace("hnx_", "sk_")],
    ["a key without its prefix", () => inbox.key.key.slice(4)],
    ["only a key's prefix", () => inbox.key.prefix],
    ["a key in upper case", () => inbox.key.key.toUpperCase()],
    ["a key with an extra character", () => `${inbox.key.key}x`],
    ["a revoked key", revokedKey],
    ["a key's id", () => inbox.key.id],
    ["a JWT", () => "eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0."],
    ["a very long string", () => `hnx_${"a".repeat(8_000)}`],
  ])("gets 401 everywhere: %s", async (_, make) => {
    const secret = await make();
    const { endpoint, request } = inbox;
    for (const path of [
      "/api/endpoints",
      `/api/endpoints/${endpoint.id}`,
      `/api/requests/${request.id}/body`,
      "/api/keys",
      "/auth/me",
    ]) {
      const reply = await callAs(secret, "GET", path);
      expect(reply.headers.get("www-authenticate")).toBe("Bearer");
      const refusal = errorBody.parse(await json(reply, 401));
      expect(refusal.code).toBe("not_signed_in");
    }
    for (const name of ["apikey", "token"]) {
      const response = await upgrade(`/ws/${endpoint.id}?${name}=${encodeURIComponent(secret)}`);
      expect(response.status).toBe(401);
    }
  });
});

/** Changes one character of the random part, so that the checksum no longer matches. */
function withTypo(secret: string): string {
  const at = 10;
  return secret.slice(0, at) + (secret[at] === "a" ? "b" : "a") + secret.slice(at + 1);
}

async function revokedKey(): Promise<string> {
  const { key, id } = await newKey(inbox.account);
  await json(await callAs(inbox.account.token, "DELETE", `/api/keys/${id}`));
  return key;
}
