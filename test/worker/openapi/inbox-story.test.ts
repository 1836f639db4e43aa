import { afterEach, describe, expect, it, vi } from "vitest";
import type { CreatedEndpoint } from "../../../src/protocol/endpoint.ts";
import { ask, askAs, codeOf, expectAllMet, STORIES } from "../support/described.ts";
import { callUnreachable } from "../support/unreachable.ts";
import {
  ADMIN_TOKEN,
  call,
  newAccount,
  newEndpoint,
  newKey,
  postWebhook,
  type TestAccount,
} from "../support/world.ts";

/*
 * A story through every operation of some resources: each reply is held against the document, and
 * in the end each must have been met that the document knows.
 */

const HOUR_MS = 3_600_000;

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

afterEach(() => void vi.useRealTimers());

function setPlan({ id }: TestAccount, plan: string): Promise<unknown> {
  return askAs(ADMIN_TOKEN, "PATCH", `/api/admin/accounts/${id}`, { plan });
}

describe("as they are described, replies", () => {
  it("of endpoints", async () => {
    const account = await newAccount("plus");
    const { token } = account;
    const path = "/api/endpoints";
    const wish = { alias: "orders", isPermanent: true };
    const { id } = await askAs<CreatedEndpoint>(token, "POST", path, wish);
    const other = await askAs<CreatedEndpoint>(token, "POST", path, {});
    await askAs(token, "GET", path);
    for (const method of ["POST", "PATCH"]) {
      const at = method === "POST" ? path : `${path}/${other.id}`;
      expect(await codeOf(askAs(token, method, at, { alias: "orders" }))).toBe("alias_taken");
      const second = askAs(token, method, at, { isPermanent: true });
      expect(await codeOf(second)).toBe("permanent_limit");
    }
    await askAs(token, "PATCH", `${path}/${id}`, { alias: null, isPaused: true });
    await askAs(token, "GET", `${path}/${id}`);
    await askAs(token, "GET", `${path}/${id}/activity`);
    await setPlan(account, "free");
    await newEndpoint(account);
    expect(await codeOf(askAs(token, "POST", path, {}))).toBe("endpoint_limit");
    await askAs(token, "DELETE", `${path}/${other.id}`);
    for (const method of ["GET", "PATCH", "DELETE"]) {
      const gone = askAs(token, method, `${path}/${other.id}`, method === "PATCH" ? {} : undefined);
      expect(await codeOf(gone)).toBe("endpoint_not_found");
    }
    const activity = askAs(token, "GET", `${path}/${other.id}/activity`);
    expect(await codeOf(activity)).toBe("endpoint_not_found");
  });

  it("of an endpoint that is deleted while its hub can't be reached", async () => {
    const log = vi.spyOn(console, "warn").mockImplementation(() => {});
    const account = await newAccount("plus");
    const { id } = await newEndpoint(account);
    const init = { headers: { authorization: `Bearer ${account.token}` } };
    const reply = await ask("DELETE", `/api/endpoints/${id}`, init, callUnreachable);
    expect(reply).toMatchObject({ pending: 1 });
    log.mockRestore();
  });

  it("of webhooks, by every method", async () => {
    const { id } = await newEndpoint(await newAccount("plus"));
    for (const method of METHODS) {
      await ask(method, `/h/${id}`);
      await ask(method, `/h/${id}/a/b?c=d`);
      await ask(method, `/h/${crypto.randomUUID()}`);
    }
  });

  it("of webhooks whose endpoint's owner has said what senders get", async () => {
    const account = await newAccount("plus");
    const { token } = account;
    const { id } = await newEndpoint(account);
    const headers = { "content-type": "text/plain" };
    const response = { status: 418, headers, body: "short and stout", delayMs: 0 };
    const wish = { response, handshakes: ["slack"] };
    await askAs(token, "PATCH", `/api/endpoints/${id}`, wish);
    await askAs(token, "GET", "/api/endpoints");
    for (const method of METHODS) {
      for (const below of ["", "/below"]) await ask(method, `/h/${id}${below}`);
    }
  });

  it.each(["", "/below"])("of webhooks that are refused, at the endpoint%s", async (below) => {
    const account = await newAccount("plus");
    const { id } = await newEndpoint(account);
    const post = (endpointId: string, body: string) =>
      codeOf(ask("POST", `/h/${endpointId}${below}`, { body }));
    expect(await post(crypto.randomUUID(), "")).toBe("endpoint_not_found");
    expect(await post(id, "x".repeat(600 * 1024))).toBe("payload_too_large");
    await askAs(account.token, "PATCH", `/api/endpoints/${id}`, { isPaused: true });
    expect(await post(id, "")).toBe("paused");
    const ids: string[] = [];
    for (let n = 0; n < 4; n++) ids.push((await newEndpoint(account)).id);
    await setPlan(account, "free");
    const [first = "", last = ""] = [ids[0], ids[3]];
    expect(await post(last, "")).toBe("endpoint_read_only");
    for (let n = 0; n < 100; n++) await postWebhook(first);
    expect(await post(first, "")).toBe("daily_limit");
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 721 * HOUR_MS });
    expect(await post(first, "")).toBe("endpoint_expired");
  });

  it("of stored requests", async () => {
    const account = await newAccount("plus");
    const { id } = await newEndpoint(account);
    const { key } = await newKey(account);
    const body = Uint8Array.of(0xff, 0);
    await call(`/h/${id}/a?b=1&b=2`, { method: "PUT", body, headers: { expect: "nothing" } });
    for (let n = 0; n < 24; n++) await postWebhook(id);
    const path = `/api/endpoints/${id}/requests`;
    const page = await askAs<{ requests: { id: string }[] }>(key, "GET", path);
    expect(page.requests).toHaveLength(20);
    const query = "limit=500&offset=0&q=hello&method=post&since=2020-01-01T00:00:00Z";
    await askAs(key, "GET", `${path}?${query}&until=2099-01-01T00:00:00%2B01:00`);
    await askAs(key, "GET", `${path}?after=3`);
    expect(await codeOf(askAs(key, "GET", `${path}?limit=x`))).toBe("invalid_parameter");
    await expectRequests(account.token, key, page.requests);
  });

  async function expectRequests(token: string, key: string, requests: { id: string }[]) {
    const [first, second, third, fourth] = requests.map(({ id }) => id);
    for (const below of ["", "/body"]) await askAs(key, "GET", `/api/requests/${first}${below}`);
    await askAs(token, "DELETE", `/api/requests/${first}`);
    await askAs(token, "DELETE", "/api/requests", { ids: [second] });
    await askAs(token, "DELETE", "/api/requests", [third, fourth]);
    const gone = [`GET /api/requests/${first}`, `GET /api/requests/${first}/body`];
    for (const one of [...gone, `DELETE /api/requests/${first}`]) {
      const [method = "", path = ""] = one.split(" ");
      expect(await codeOf(askAs(token, method, path))).toBe("request_not_found");
    }
    const away = askAs(token, "GET", `/api/endpoints/${crypto.randomUUID()}/requests`);
    expect(await codeOf(away)).toBe("endpoint_not_found");
  }
});

it("has met every reply that the document knows", () => {
  expectAllMet(STORIES.inbox);
});
