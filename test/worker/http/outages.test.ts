import { env } from "cloudflare:workers";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Route } from "../../../src/protocol/route.ts";
import { ROUTES } from "../../../src/protocol/routes.ts";
import type { Env } from "../../../src/worker/env.ts";
import { bodyRoutesAt, tokenFor } from "../support/body-routes.ts";
import { callAndSettle, freshIp, signedInBrowser } from "../support/browser.ts";
import {
  DATABASE_FAULTS,
  failingDatabase,
  failingObjects,
  OBJECT_FAULTS,
} from "../support/faults.ts";
import { newInbox, pathnameOf, type Inbox } from "../support/inbox.ts";
import { ORIGIN } from "../support/world.ts";

/* Every route, while something that it needs fails: it works without it, or answers with 503. */

interface Call {
  name: string;
  path: string;
  init: RequestInit;
}

/** A call of every route, with valid arguments. Calls that delete something come last. */
async function everyCall(inbox: Inbox): Promise<Call[]> {
  const calls = [...(await apiCalls(inbox)), ...otherCalls(inbox), ...(await pageCalls())];
  const rank = ({ name, init }: Call) =>
    (init.method === "DELETE" ? 1 : 0) +
    (name === "deleteEndpoint" ? 1 : 0) +
    (name === "deleteAccount" ? 2 : 0) +
    (name === "signOut" ? 4 : 0);
  return calls.toSorted((a, b) => rank(a) - rank(b));
}

async function apiCalls(inbox: Inbox): Promise<Call[]> {
  const withBody = new Map((await bodyRoutesAt(inbox)).map((route) => [route.name, route]));
  const plain = Object.entries<Route>(ROUTES).filter(([name]) => !withBody.has(name));
  return [
    ...plain.map(([name, route]) => {
      const token = tokenFor(route, inbox);
      const path = pathnameOf(route, inbox.ids);
      return toCall(name, path, route.method, token, null);
    }),
    ...[...withBody.values()].map(({ name, pathname, method, token, good }) =>
      toCall(name, pathname, method, token, JSON.stringify(good)),
    ),
  ];
}

function toCall(
  name: string,
  path: string,
  method: string,
  token: string | null,
  body: string | null,
): Call {
  const headers = new Headers({
    "content-type": "application/json",
    "cf-connecting-ip": freshIp(),
  });
  if (token !== null) headers.set("authorization", `Bearer ${token}`);
  return { name, path, init: { method, headers, body } };
}

/** Webhooks, small and large, and a listener. */
function otherCalls({ ids, account, key }: Inbox): Call[] {
  const upgrade = { headers: { upgrade: "websocket" } };
  const id = ids.endpoint_not_found;
  return [
    { name: "capture", path: `/h/${id}/a`, init: { method: "POST", body: "x" } },
    { name: "captureLarge", path: `/h/${id}`, init: { method: "POST", body: "x".repeat(2 ** 21) } },
    { name: "listen", path: `/ws/${id}?token=${account.token}`, init: upgrade },
    { name: "listenWithKey", path: `/ws/${id}?apikey=${key}`, init: upgrade },
  ];
}

/** Pages and forms that need a session. */
async function pageCalls(): Promise<Call[]> {
  const browser = await signedInBrowser();
  const headers = { cookie: browser.cookieHeader, origin: ORIGIN };
  const post = (path: string, fields: Record<string, string>): Call => {
    const body = new URLSearchParams(fields);
    return { name: `POST ${path}`, path, init: { method: "POST", headers, body } };
  };
  const get = (path: string): Call => ({ name: `GET ${path}`, path, init: { headers } });
  const callback = { cli_callback: "http://127.0.0.1:9876/callback", decision: "allow" };
  return [
    get("/"),
    get(`/sign-in?cli_callback=${encodeURIComponent(callback.cli_callback)}`),
    get("/device?user_code=BCDF-GHJK"),
    post("/sign-in", { email: "a@example.com" }),
    post("/sign-in/code", { email: "a@example.com", code: "123456" }),
    post("/auth/cli", callback),
    post("/device", { user_code: "BCDF-GHJK" }),
    post("/device/decision", { user_code: "BCDF-GHJK", decision: "allow" }),
    post("/sign-in/out", {}),
  ];
}

/** The status of each call. A status of 500 or more must be a 503 that says when to try again. */
async function statusesOf(calls: readonly Call[], deployment: Env) {
  const statuses: Record<string, number> = {};
  for (const { name, path, init } of calls) {
    const response = await callAndSettle(path, init, deployment);
    response.webSocket?.accept();
    response.webSocket?.close();
    // An export that has begun breaks off: nobody can take it for a complete one.
    const text = await response.text().catch(() => "broken off");
    statuses[name] = response.status;
    if (response.status < 500) continue;
    expect([name, response.status, text]).toEqual([name, 503, expect.any(String)]);
    expect(Number(response.headers.get("retry-after")), name).toBeGreaterThan(0);
    expect(JSON.parse(text), name).toMatchObject({ code: "unavailable" });
  }
  return statuses;
}

const unavailable = (statuses: Record<string, number>) =>
  Object.keys(statuses).filter((name) => statuses[name] === 503);

/** Expects that every call works, now that nothing fails. */
async function expectRecovered(calls: readonly Call[]): Promise<void> {
  expect(unavailable(await statusesOf(calls, env))).toEqual([]);
}

/** All that works without the database. */
const WITHOUT_DATABASE = [
  "getHealth",
  "verifySignature",
  // A code that can't be mailed is not admitted: the reply is the same for every address.
  "askForCode",
  "POST /sign-in",
  // Refused, because this browser asked for no code.
  "enterCode",
  "POST /sign-in/code",
  "capture",
  "captureLarge",
  "GET /",
];

/** All that needs an object. */
const WITH_OBJECTS = {
  HUB: [
    "listEndpoints",
    "getEndpoint",
    "getActivity",
    "listRequests",
    "listListeners",
    "getRequest",
    "getRequestBody",
    "replayTargets",
    "previewReplay",
    "updateEndpoint",
    "replay",
    "capture",
    "captureLarge",
    "listen",
    "listenWithKey",
    "disconnectListener",
    "deleteRequest",
    "deleteRequests",
  ],
  ALLOWANCE: ["listEndpoints", "getUsage", "resync"],
};

// Each failure is logged.
beforeAll(() => void vi.spyOn(console, "warn").mockImplementation(() => {}));
afterAll(() => void vi.restoreAllMocks());

describe("while the database fails", () => {
  it.each(DATABASE_FAULTS)("with `%s`, all that needs it answers with 503", async (message) => {
    const calls = await everyCall(await newInbox());
    const statuses = await statusesOf(calls, failingDatabase(message));
    const working = Object.keys(statuses).filter((name) => statuses[name] !== 503);
    expect(working.toSorted()).toEqual(WITHOUT_DATABASE.toSorted());
    await expectRecovered(calls);
  });
});

describe.each(["HUB", "ALLOWANCE"] as const)("while each object of %s", (name) => {
  it.each(Object.entries(OBJECT_FAULTS))(
    "%s, all that needs it answers with 503",
    async (_, fail) => {
      const calls = await everyCall(await newInbox());
      const statuses = await statusesOf(calls, failingObjects(name, fail));
      expect(unavailable(statuses).toSorted()).toEqual(WITH_OBJECTS[name].toSorted());
      await expectRecovered(calls);
    },
  );
});
