import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { createClient, HookNexusError, type HookNexus } from "../../../src/client/index.ts";
import { ERRORS, type ErrorCode } from "../../../src/protocol/errors.ts";
import type { ROUTES, RouteName } from "../../../src/protocol/routes.ts";
import { askForCode, Browser, callAndSettle, freshEmail } from "../support/browser.ts";
import { clientAt, DATABASE_UNREACHABLE } from "../support/deployment.ts";
import { DATABASE_FAULTS, failingDatabase } from "../support/faults.ts";
import { searchTwice } from "../support/held-search.ts";
import {
  ADMIN_TOKEN,
  clientOf,
  newAccount,
  newEndpoint,
  operator,
  ORIGIN,
  pathOf,
  postWebhook,
} from "../support/world.ts";

type Call = () => Promise<unknown>;

/** How to provoke each error that a route declares. */
type Provocations = {
  [Name in RouteName]: Record<(typeof ROUTES)[Name]["errors"][number], Call>;
};

const GHOST = crypto.randomUUID();

let pro: HookNexus;
let free: HookNexus;
let endpointId: string;
let requestId: string;

beforeAll(async () => {
  const account = await newAccount("pro");
  pro = clientOf(account);
  free = clientOf(await newAccount("free"));
  endpointId = (await newEndpoint(account, { alias: "taken" })).id;
  requestId = (await postWebhook(endpointId)).id;
});

/** Repeats a call until it rejects, as it must at a limit. */
async function untilRefused(call: Call): Promise<never> {
  for (;;) await call();
}

/** Makes every update of this endpoint lose against two concurrent ones. */
async function raceEveryUpdate(id: string): Promise<unknown> {
  await env.DB.prepare(
    `CREATE TRIGGER raced BEFORE UPDATE OF alias ON endpoints WHEN NEW.id = '${id}' BEGIN
       UPDATE endpoints SET revision = revision + 1 WHERE id = NEW.id;
       UPDATE endpoints SET revision = revision + 1 WHERE id = NEW.id;
       SELECT RAISE(IGNORE);
     END`,
  ).run();
  const update = pro.endpoints.update(id, { alias: "late" });
  return update.finally(() => env.DB.prepare("DROP TRIGGER raced").run());
}

/** Fills the account's limit of tokens without a thousand calls. */
async function fillSignIns(email: string): Promise<void> {
  const { id } = await operator.admin.provideAccount({ email, plan: "free" });
  const insert = `
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 999)
    INSERT INTO credentials (id, account_id, kind, secret_hash, prefix, created_at, expires_at)
    SELECT ?1 || i, ?1, 'token', ?1 || i, '', 0, ?2 FROM n`;
  await env.DB.prepare(insert)
    .bind(id, Date.now() + 60_000)
    .run();
}

/** Signs in from another site's page. */
const elsewhere = createClient({
  url: ORIGIN,
  fetch: (url, { headers, ...init }) => {
    const named = new Headers(headers);
    named.set("origin", "https://elsewhere.test");
    return new Browser().send(pathOf(url), { ...init, headers: named });
  },
}).auth;

/** Signs in with a browser that keeps cookies. */
async function enterCode(email: string, change: (code: string) => string): Promise<unknown> {
  const browser = new Browser();
  const code = await askForCode(browser, email);
  const fetch = (url: string, init: RequestInit) => browser.send(pathOf(url), init);
  return createClient({ url: ORIGIN, fetch }).auth.enterCode({
    email,
    code: change(code),
    token: true,
  });
}

async function enterCodeDuringOutage(): Promise<unknown> {
  const [browser, email] = [new Browser(), freshEmail()];
  const code = await askForCode(browser, email);
  const outage = failingDatabase(DATABASE_FAULTS[0]);
  const fetch = (url: string, init: RequestInit) => {
    const headers = new Headers(init.headers);
    headers.set("cookie", browser.cookieHeader);
    return callAndSettle(pathOf(url), { ...init, headers }, outage);
  };
  return createClient({ url: ORIGIN, fetch }).auth.enterCode({ email, code });
}

async function signInTooOften(call: (email: string) => Promise<unknown>): Promise<unknown> {
  const email = freshEmail();
  await fillSignIns(email);
  return call(email);
}

async function rotateTwice(): Promise<unknown> {
  const { id } = await pro.keys.create();
  await pro.keys.rotate(id, { overlapSeconds: 60 });
  return pro.keys.rotate(id, { overlapSeconds: 60 });
}

const PROVOCATIONS: Provocations = {
  createEndpoint: {
    endpoint_limit: async () => {
      const { endpoints } = clientOf(await newAccount("free"));
      return untilRefused(() => endpoints.create());
    },
    permanent_limit: () => free.endpoints.create({ isPermanent: true }),
    alias_taken: () => pro.endpoints.create({ alias: "taken" }),
  },
  listEndpoints: {},
  getEndpoint: { endpoint_not_found: () => pro.endpoints.get(GHOST) },
  getActivity: { endpoint_not_found: () => pro.endpoints.activity(GHOST) },
  updateEndpoint: {
    endpoint_not_found: () => pro.endpoints.update(GHOST, { isPaused: true }),
    permanent_limit: async () => {
      const { id } = await free.endpoints.create();
      return free.endpoints.update(id, { isPermanent: true });
    },
    alias_taken: async () => {
      const { id } = await pro.endpoints.create();
      return pro.endpoints.update(id, { alias: "taken" });
    },
    unavailable: () => raceEveryUpdate(endpointId),
  },
  deleteEndpoint: { endpoint_not_found: () => pro.endpoints.delete(GHOST) },
  listRequests: {
    endpoint_not_found: () => pro.requests.list(GHOST),
    search_busy: async () => {
      const { id } = await pro.endpoints.create();
      return searchTwice(id, () => pro.requests.list(id, { q: "needle" }));
    },
  },
  listListeners: { endpoint_not_found: () => pro.listeners.list(GHOST) },
  disconnectListener: {
    endpoint_not_found: () => pro.listeners.disconnect(GHOST, GHOST),
    listener_not_found: () => pro.listeners.disconnect(endpointId, GHOST),
  },
  getRequest: { request_not_found: () => pro.requests.get(GHOST) },
  getRequestBody: { request_not_found: () => pro.requests.body(GHOST) },
  deleteRequest: { request_not_found: () => pro.requests.delete(GHOST) },
  deleteRequests: {},
  replayTargets: {
    plan_without_replay: () => free.replay.targets(requestId),
    request_not_found: () => pro.replay.targets(GHOST),
    no_target: () => pro.replay.targets(requestId),
  },
  previewReplay: {
    plan_without_replay: () => free.replay.preview(requestId),
    request_not_found: () => pro.replay.preview(GHOST),
  },
  replay: {
    plan_without_replay: () => free.replay.send({ requestId, connectionId: GHOST }),
    request_not_found: () => pro.replay.send({ requestId: GHOST, connectionId: GHOST }),
    target_offline: () => pro.replay.send({ requestId, connectionId: GHOST }),
  },
  verifySignature: {},
  createKey: { key_limit: () => free.keys.create() },
  listKeys: {},
  renameKey: { key_not_found: () => pro.keys.rename(GHOST, "name") },
  rotateKey: { key_not_found: () => pro.keys.rotate(GHOST), key_rotated: rotateTwice },
  revokeKey: { key_not_found: () => pro.keys.revoke(GHOST) },
  getUsage: {},
  exportAccount: {},
  deleteAccount: {},
  listSessions: {},
  revokeSession: { session_not_found: () => pro.account.revokeSession(GHOST) },
  getSubscription: { subscription_not_found: () => pro.account.subscription() },
  askForCode: { wrong_origin: () => elsewhere.askForCode(freshEmail()) },
  enterCode: {
    wrong_origin: () => elsewhere.enterCode({ email: freshEmail(), code: "123456" }),
    invalid_code: () => enterCode(freshEmail(), (code) => code.replaceAll(/\d/g, nextDigit)),
    sign_in_limit: () => signInTooOften((email) => enterCode(email, (code) => code)),
    unavailable: enterCodeDuringOutage,
  },
  whoAmI: {},
  signOut: {},
  getHealth: { unavailable: () => clientAt(DATABASE_UNREACHABLE, { token: ADMIN_TOKEN }).health() },
  provideAccount: {
    sign_in_limit: () =>
      signInTooOften((email) => operator.admin.provideAccount({ email, plan: "free" })),
  },
  changeAccount: { account_not_found: () => operator.admin.changeAccount(GHOST, { plan: "pro" }) },
  resync: {},
};

function nextDigit(digit: string): string {
  return String((Number(digit) + 1) % 10);
}

const CASES = Object.entries(PROVOCATIONS).flatMap(([name, calls]) =>
  Object.entries<Call>(calls).map(([code, call]) => [name, code as ErrorCode, call] as const),
);

describe("an error that a route declares", () => {
  it.each(CASES)("reaches the caller of %s: %s", async (_, code, call) => {
    const failure: unknown = await call().catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(HookNexusError);
    const [status, sentence] = ERRORS[code];
    expect(failure).toMatchObject({ code, status, message: sentence });
    expect(failure).toHaveProperty("requestId", expect.stringMatching(/^[0-9a-f-]{36}$/));
  });
});

describe("an error that any route may return", () => {
  it.each<[ErrorCode, Record<string, unknown>, Call]>([
    ["not_signed_in", {}, () => clientOf().endpoints.list()],
    ["not_signed_in", {}, () => clientOf({ token: "hnt_nobodys" }).account.me()],
    ["not_signed_in", {}, () => pro.admin.changeAccount(GHOST, { plan: "team" })],
    [
      "key_not_allowed",
      {},
      async () => clientOf({ token: (await pro.keys.create()).key }).keys.list(),
    ],
    ["invalid_field", { field: "alias" }, () => pro.endpoints.create({ alias: "" })],
    ["invalid_field", { field: "ids.0" }, () => pro.requests.deleteMany(["x"])],
    [
      "invalid_parameter",
      { parameter: "after" },
      () => pro.requests.list(endpointId, { after: -1 }),
    ],
    ["body_too_large", { maxSize: 131_072 }, () => pro.keys.rename(GHOST, "x".repeat(131_072))],
    ["invalid_field", { field: "alias" }, () => pro.endpoints.create({ alias: "\ud800" })],
  ])("reaches the caller with its details: %s %j", async (code, details, call) => {
    const [status] = ERRORS[code];
    await expect(call()).rejects.toMatchObject({ code, status, details });
  });

  it("states the limit if there is one", async () => {
    await expect(free.keys.create()).rejects.toMatchObject({ details: { limit: 0 } });
  });
});
