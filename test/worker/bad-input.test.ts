import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { errorBody } from "../../src/protocol/errors.ts";
import {
  NEVER_A_BODY,
  NEVER_A_BOOLEAN,
  NEVER_A_NAME,
  NEVER_AN_EMAIL,
  ODD_TEXTS,
} from "./support/bad-bodies.ts";
import { callAndSettle, freshEmail, freshIp } from "./support/browser.ts";
import {
  ADMIN_TOKEN,
  callAs,
  json,
  newAccount,
  newEndpoint,
  newKey,
  type TestAccount,
} from "./support/world.ts";

interface JsonRoute {
  method: string;
  path: string;
  token: string;
  /** A body that the route takes. */
  good: Record<string, unknown>;
  /** Values that one field of it must not have. */
  bad: Record<string, readonly unknown[]>;
}

const NEVER_A_PLAN = ["", "gold", "Free", 1, null, [], ["free"], { plan: "free" }, "__proto__"];
const NEVER_A_CODE = ["", "12345", "1234567", "12345a", " 123456", "١٢٣٤٥٦", 123456, null, []];
const NEVER_ENDPOINT_IDS = [
  [],
  ["no-uuid"],
  [1],
  [null],
  [crypto.randomUUID()],
  "all",
  {},
  Array.from({ length: 1_001 }, () => crypto.randomUUID()),
];
const NEVER_AN_EXPIRY = [
  "",
  "tomorrow",
  "2099-13-01T00:00:00Z",
  "2099-02-30T00:00:00Z",
  "2099-01-01",
  "2099-01-01T00:00:00",
  "2001-01-01T00:00:00Z",
  4_102_444_800_000,
  1e308,
  [],
  true,
];

let account: TestAccount;
let routes: JsonRoute[];

beforeAll(async () => {
  account = await newAccount("team");
  const { token } = account;
  const [endpoint, key] = [await newEndpoint(account), await newKey(account, { name: "first" })];
  const email = freshEmail();
  routes = [
    {
      method: "POST",
      path: "/api/endpoints",
      token,
      good: {},
      bad: {
        isPermanent: NEVER_A_BOOLEAN,
        permanent: NEVER_A_BOOLEAN,
        alias: NEVER_A_NAME,
      },
    },
    {
      method: "PATCH",
      path: `/api/endpoints/${endpoint.id}`,
      token,
      good: {},
      bad: { isPermanent: NEVER_A_BOOLEAN, alias: NEVER_A_NAME },
    },
    {
      method: "POST",
      path: "/api/keys",
      token,
      good: {},
      bad: { name: NEVER_A_NAME, endpointIds: NEVER_ENDPOINT_IDS, expiresAt: NEVER_AN_EXPIRY },
    },
    {
      method: "PATCH",
      path: `/api/keys/${key.id}`,
      token,
      good: { name: "second" },
      bad: { name: [...NEVER_A_NAME, null] },
    },
    {
      method: "POST",
      path: "/api/admin/accounts",
      token: ADMIN_TOKEN,
      good: { email, plan: "free" },
      bad: { email: NEVER_AN_EMAIL, plan: NEVER_A_PLAN },
    },
    {
      method: "PATCH",
      path: `/api/admin/accounts/${account.id}`,
      token: ADMIN_TOKEN,
      good: { plan: "team" },
      bad: { plan: NEVER_A_PLAN },
    },
    {
      method: "POST",
      path: "/auth/email",
      token: "",
      good: { email },
      bad: { email: NEVER_AN_EMAIL },
    },
    {
      method: "POST",
      path: "/auth/email/verify",
      token: "",
      good: { email, code: "123456" },
      bad: { email: NEVER_AN_EMAIL, code: NEVER_A_CODE, token: NEVER_A_BOOLEAN },
    },
  ];
});

function send({ method, path, token }: JsonRoute, body: BodyInit): Promise<Response> {
  const headers: Record<string, string> = {
    "content-type": "application/json",
    "cf-connecting-ip": freshIp(),
  };
  if (token !== "") headers["authorization"] = `Bearer ${token}`;
  return callAndSettle(path, { method, headers, body });
}

/** A long body that counts how much of it is taken. It ends: a server that reads on must too. */
class CountedBody {
  sentBytes = 0;
  readonly stream = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      if (this.sentBytes >= 4 * 1024 * 1024) return controller.close();
      const chunk = new TextEncoder().encode(" ".repeat(64 * 1024));
      this.sentBytes += chunk.length;
      controller.enqueue(chunk);
    },
  });
}

/** Everything that a call could leave behind. */
async function everythingStored(): Promise<unknown[]> {
  const tables = ["accounts", "endpoints", "credentials", "sign_in_codes", "outbox"];
  const counts = tables.map((table) => env.DB.prepare(`SELECT count(*) AS n FROM ${table}`));
  const named = env.DB.prepare("SELECT name FROM credentials ORDER BY id");
  const results = await env.DB.batch([...counts, named]);
  return results.map((result) => result.results);
}

/** A reply that says in one plain sentence what is wrong, and nothing of our inside. */
async function expectRefusal(response: Response, route: JsonRoute, codes: string[]) {
  const text = await response.text();
  const what = `${route.method} ${route.path}: ${text}`;
  expect(response.status, what).toBe(400);
  const { error, code, requestId } = errorBody.parse(JSON.parse(text));
  expect(codes, what).toContain(code);
  expect(requestId).toMatch(/^[0-9a-f-]{36}$/);
  expect(error.length, what).toBeLessThan(300);
  expect(text, what).not.toMatch(/\.ts|\.js|at \/|sqlite|D1_ERROR|ZodError/i);
}

/** Calls each route; nothing may be stored by any of the calls. */
async function forEachRoute(check: (route: JsonRoute) => Promise<void>): Promise<void> {
  const before = await everythingStored();
  for (const route of routes) await check(route);
  expect(await everythingStored()).toEqual(before);
}

describe("every JSON route", () => {
  it.each(NEVER_A_BODY)("refuses %s", async (_, body) => {
    await forEachRoute(async (route) => {
      const response = await send(route, body);
      await expectRefusal(response, route, ["malformed_json", "invalid_field"]);
    });
  });

  it("refuses each field that it knows where the value is of a wrong kind", async () => {
    await forEachRoute(async (route) => {
      for (const [field, values] of Object.entries(route.bad)) {
        for (const value of values) {
          const response = await send(route, JSON.stringify({ ...route.good, [field]: value }));
          await expectRefusal(response, route, ["invalid_field"]);
        }
      }
    });
  });

  it("refuses a field that it does not know, and names it", async () => {
    await forEachRoute(async (route) => {
      const response = await send(route, JSON.stringify({ ...route.good, surprise: true }));
      const refusal = await json(response.clone(), 400);
      expect(refusal).toMatchObject({ code: "invalid_field", field: "surprise" });
      await expectRefusal(response, route, ["invalid_field"]);
    });
  });

  it("refuses a field that is missing", async () => {
    await forEachRoute(async (route) => {
      for (const field of Object.keys(route.good)) {
        const response = await send(route, JSON.stringify({ ...route.good, [field]: undefined }));
        await expectRefusal(response, route, ["invalid_field"]);
      }
    });
  });

  it("refuses bytes that are not UTF-8", async () => {
    await forEachRoute(async (route) => {
      const text = new TextEncoder().encode(JSON.stringify({ ...route.good, alias: "?" }));
      const bytes = text.map((byte) => (byte === "?".charCodeAt(0) ? 0xff : byte));
      await expectRefusal(await send(route, bytes), route, ["malformed_json"]);
    });
  });

  it("refuses more than any body that it takes can be", async () => {
    await forEachRoute(async (route) => {
      const body = JSON.stringify({ name: "x".repeat(400 * 1024) });
      const refusal = await json(await send(route, body), 413);
      expect(refusal).toMatchObject({ code: "body_too_large", maxSize: expect.any(Number) });
    });
  });

  it("reads little more than that of a body whose length is not told", async () => {
    await forEachRoute(async (route) => {
      const body = new CountedBody();
      const refusal = await json(await send(route, body.stream), 413);
      expect(refusal).toMatchObject({ code: "body_too_large" });
      expect(body.sentBytes, `${route.method} ${route.path}`).toBeLessThan(1024 * 1024);
    });
  });
});

describe("a text", () => {
  it.each(Object.keys(ODD_TEXTS))("that holds %s is kept as it is, or refused", async (what) => {
    const alias = ODD_TEXTS[what];
    const response = await callAs(account.token, "POST", "/api/endpoints", { alias });
    expect([201, 400]).toContain(response.status);
    if (response.status === 400) return;
    const { id } = await json<{ id: string }>(response, 201);
    const row = await json<{ alias: string }>(
      await callAs(account.token, "GET", `/api/endpoints/${id}`),
    );
    // As JSON: the report of a failure can't carry half a character.
    expect(JSON.stringify(row.alias)).toBe(JSON.stringify(alias));
  });
});

describe("a page of requests", () => {
  it.each(["abc", "-1", "1.5", "1e3", "0x10", "", "%20", "99999999999999999999", "NaN", "1,2"])(
    "is not counted by %j",
    async (value) => {
      const { id } = await newEndpoint(account);
      for (const name of ["limit", "offset", "after"]) {
        const path = `/api/endpoints/${id}/requests?${name}=${value}`;
        const refusal = await json(await callAs(account.token, "GET", path), 400);
        expect(refusal).toMatchObject({ code: "invalid_parameter", parameter: name });
      }
    },
  );
});
