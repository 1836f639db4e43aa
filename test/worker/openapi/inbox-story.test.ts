import { afterEach, describe, expect, it, vi } from "vitest";
import type { CreatedEndpoint } from "../../../src/protocol/endpoint.ts";
import { HOUR_MS } from "../../../src/protocol/time-units.ts";
import {
  checkedCall,
  checkedCallAs,
  codeOf,
  expectAllSeen,
  STORIES,
} from "../support/described.ts";
import { captureTogether, webhooksTo } from "../support/capture.ts";
import { callUnreachable } from "../support/deployment.ts";
import { holdPace } from "../support/held-pace.ts";
import { searchTwice } from "../support/held-search.ts";
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
 * Calls every operation of some resources. Each reply is checked against the document, and in the
 * end, every reply that the document describes must have been seen.
 */

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

afterEach(() => void vi.useRealTimers());

function setPlan({ id }: TestAccount, plan: string): Promise<unknown> {
  return checkedCallAs(ADMIN_TOKEN, "PATCH", `/api/admin/accounts/${id}`, { plan });
}

/** Posts a body of which nothing arrives. */
async function postSlowly(path: string): Promise<unknown> {
  const release = holdPace();
  release();
  try {
    return await checkedCall("POST", path, { body: new IdentityTransformStream().readable });
  } finally {
    vi.restoreAllMocks();
  }
}

describe("the document describes the replies of", () => {
  it("the routes of endpoints", async () => {
    const account = await newAccount("plus");
    const { token } = account;
    const path = "/api/endpoints";
    const body = { alias: "orders", isPermanent: true };
    const { id } = await checkedCallAs<CreatedEndpoint>(token, "POST", path, body);
    const other = await checkedCallAs<CreatedEndpoint>(token, "POST", path, {});
    await checkedCallAs(token, "GET", path);
    for (const method of ["POST", "PATCH"]) {
      const at = method === "POST" ? path : `${path}/${other.id}`;
      expect(await codeOf(checkedCallAs(token, method, at, { alias: "orders" }))).toBe(
        "alias_taken",
      );
      const second = checkedCallAs(token, method, at, { isPermanent: true });
      expect(await codeOf(second)).toBe("permanent_limit");
    }
    await checkedCallAs(token, "PATCH", `${path}/${id}`, { alias: null, isPaused: true });
    await checkedCallAs(token, "GET", `${path}/${id}`);
    await checkedCallAs(token, "GET", `${path}/${id}/activity`);
    await setPlan(account, "free");
    await newEndpoint(account);
    expect(await codeOf(checkedCallAs(token, "POST", path, {}))).toBe("endpoint_limit");
    await checkedCallAs(token, "DELETE", `${path}/${other.id}`);
    for (const method of ["GET", "PATCH", "DELETE"]) {
      const gone = checkedCallAs(
        token,
        method,
        `${path}/${other.id}`,
        method === "PATCH" ? {} : undefined,
      );
      expect(await codeOf(gone)).toBe("endpoint_not_found");
    }
    const activity = checkedCallAs(token, "GET", `${path}/${other.id}/activity`);
    expect(await codeOf(activity)).toBe("endpoint_not_found");
  });

  it("the deletion of an endpoint whose hub can't be reached", async () => {
    const log = vi.spyOn(console, "warn").mockImplementation(() => {});
    const account = await newAccount("plus");
    const { id } = await newEndpoint(account);
    const init = { headers: { authorization: `Bearer ${account.token}` } };
    const reply = await checkedCall("DELETE", `/api/endpoints/${id}`, init, callUnreachable);
    expect(reply).toMatchObject({ pending: 1 });
    log.mockRestore();
  });

  it("webhooks with every method", async () => {
    const { id } = await newEndpoint(await newAccount("plus"));
    for (const method of METHODS) {
      await checkedCall(method, `/h/${id}`);
      await checkedCall(method, `/h/${id}/a/b?c=d`);
      await checkedCall(method, `/h/${crypto.randomUUID()}`);
    }
  });

  it("webhooks to an endpoint with a response of its owner", async () => {
    const account = await newAccount("plus");
    const { token } = account;
    const { id } = await newEndpoint(account);
    const headers = { "content-type": "text/plain" };
    const response = { status: 418, headers, body: "short and stout", delayMs: 0 };
    const body = { response, handshakes: ["slack"] };
    await checkedCallAs(token, "PATCH", `/api/endpoints/${id}`, body);
    await checkedCallAs(token, "GET", "/api/endpoints");
    for (const method of METHODS) {
      for (const below of ["", "/below"]) await checkedCall(method, `/h/${id}${below}`);
    }
  });

  it.each(["", "/below"])("refused webhooks, at the endpoint%s", async (below) => {
    const account = await newAccount("plus");
    const { id } = await newEndpoint(account);
    const post = (endpointId: string, body: string) =>
      codeOf(checkedCall("POST", `/h/${endpointId}${below}`, { body }));
    expect(await post(crypto.randomUUID(), "")).toBe("endpoint_not_found");
    expect(await post(id, "x".repeat(600 * 1024))).toBe("payload_too_large");
    expect(await codeOf(postSlowly(`/h/${id}${below}`))).toBe("too_slow");
    const tooLong = `/h/${id}${below}?${"x".repeat(128 * 1024)}`;
    expect(await codeOf(checkedCall("POST", tooLong))).toBe("head_too_large");
    await checkedCallAs(account.token, "PATCH", `/api/endpoints/${id}`, { isPaused: true });
    expect(await post(id, "")).toBe("paused");
    const ids: string[] = [];
    for (let n = 0; n < 4; n++) ids.push((await newEndpoint(account)).id);
    await setPlan(account, "free");
    const [first = "", last = ""] = [ids[0], ids[3]];
    expect(await post(last, "")).toBe("endpoint_read_only");
    for (let n = 0; n < 100; n++) await postWebhook(first);
    expect(await post(first, "")).toBe("daily_limit");
    // A refusal is repeated for five seconds.
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 5_000 });
    await captureTogether(first, webhooksTo(first, 500));
    expect(await post(first, "")).toBe("endpoint_rate");
    vi.setSystemTime(Date.now() + 721 * HOUR_MS);
    expect(await post(first, "")).toBe("endpoint_expired");
  });

  it("the routes of stored requests", async () => {
    const account = await newAccount("plus");
    const { id } = await newEndpoint(account);
    const { key } = await newKey(account);
    const body = Uint8Array.of(0xff, 0);
    await call(`/h/${id}/a?b=1&b=2`, { method: "PUT", body, headers: { expect: "nothing" } });
    for (let n = 0; n < 24; n++) await postWebhook(id);
    const path = `/api/endpoints/${id}/requests`;
    const page = await checkedCallAs<{ requests: { id: string }[] }>(key, "GET", path);
    expect(page.requests).toHaveLength(20);
    const query = "limit=500&offset=0&q=hello&method=post&since=2020-01-01T00:00:00Z";
    await checkedCallAs(key, "GET", `${path}?${query}&until=2099-01-01T00:00:00%2B01:00`);
    await checkedCallAs(key, "GET", `${path}?after=3`);
    expect(await codeOf(checkedCallAs(key, "GET", `${path}?limit=x`))).toBe("invalid_parameter");
    const { id: large } = await newEndpoint(account);
    const found = `/api/endpoints/${large}/requests?q=needle`;
    const busy = await searchTwice(large, () => codeOf(checkedCallAs(key, "GET", found)));
    expect(busy).toBe("search_busy");
    await expectRequests(account.token, key, page.requests);
  });

  async function expectRequests(token: string, key: string, requests: { id: string }[]) {
    const [first, second, third, fourth] = requests.map(({ id }) => id);
    for (const below of ["", "/body"])
      await checkedCallAs(key, "GET", `/api/requests/${first}${below}`);
    await checkedCallAs(token, "DELETE", `/api/requests/${first}`);
    await checkedCallAs(token, "DELETE", "/api/requests", { ids: [second] });
    await checkedCallAs(token, "DELETE", "/api/requests", [third, fourth]);
    const gone = [`GET /api/requests/${first}`, `GET /api/requests/${first}/body`];
    for (const one of [...gone, `DELETE /api/requests/${first}`]) {
      const [method = "", path = ""] = one.split(" ");
      expect(await codeOf(checkedCallAs(token, method, path))).toBe("request_not_found");
    }
    const away = checkedCallAs(token, "GET", `/api/endpoints/${crypto.randomUUID()}/requests`);
    expect(await codeOf(away)).toBe("endpoint_not_found");
  }
});

it("every reply that the document describes has been seen", () => {
  expectAllSeen(STORIES.inbox);
});
