import { beforeAll, describe, expect, it } from "vitest";
import {
  callAs,
  json,
  newAccount,
  newEndpoint,
  type Received,
  type TestAccount,
} from "./support/api.ts";
import { DAY_MS } from "../../src/protocol/time-units.ts";
import { PublishedClient } from "./support/published-client.ts";
import { useSharedServer } from "./support/shared-server.ts";
import { until } from "./support/wait.ts";

const UNKNOWN_ID = "00000001-28e4-8000-8000-000000000000";
const UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";
const TIME = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z`;
const NOT_SIGNED_IN =
  "Error: The token or API key is missing, mistyped, expired or revoked. Sign in, or send a valid one as `Authorization: Bearer <token>`.";

const server = useSharedServer();

interface User {
  account: TestAccount;
  client: PublishedClient;
}

async function newUser(plan: "free" | "plus" = "plus"): Promise<User> {
  const account = await newAccount(server, plan);
  return { account, client: new PublishedClient(server, account.token) };
}

/** Runs a command that must succeed. Returns the printed lines. */
async function printed({ client }: User, ...args: string[]): Promise<string[]> {
  const { code, lines } = await client.run(...args);
  expect(code, lines.join("\n")).toBe(0);
  return lines;
}

describe("the account, through the published client", () => {
  it("is printed by `whoami`, with its plan", async () => {
    const user = await newUser();
    expect(await printed(user, "whoami")).toEqual([`${user.account.email} (plus)`]);
  });

  it("is printed by `account`, with its usage and no subscription", async () => {
    const user = await newUser();
    const { url } = await newEndpoint(server, user.account.token);
    await json(await fetch(url, { method: "POST", body: "counted" }));
    const expected = ["Endpoints: 1 of 10", "Requests today: 1 of 5000", "Subscription: none"];
    // Counters may lag.
    const isThere = async () => (await printed(user, "account")).join() === expected.join();
    await until(isThere, `\`account\` to print ${expected.join()}`);
  });

  it("is printed by `account` with its subscription, if it has one", async () => {
    const user = await newUser();
    const subscription = {
      status: "active",
      billingCycle: "yearly",
      currentPeriodStart: "2026-01-01T00:00:00.000Z",
      currentPeriodEnd: "2027-01-01T00:00:00.000Z",
    };
    const path = `/api/admin/accounts/${user.account.id}`;
    await json(await callAs(server, server.adminToken, "PATCH", path, { subscription }));
    const [, , line] = await printed(user, "account");
    expect(line).toBe("Subscription: plus, yearly, active until 2027-01-01T00:00:00.000Z");
  });

  it("is signed out by `logout`, and the token is invalid afterwards", async () => {
    const user = await newUser();
    expect(await printed(user, "logout")).toEqual(["Signed out."]);
    for (const command of [["whoami"], ["logout"], ["endpoints", "ls"]]) {
      expect(await user.client.run(...command)).toEqual({ code: 1, lines: [NOT_SIGNED_IN] });
    }
  });
});

describe("endpoints, through the published client", () => {
  it("are created by `create`, with the validity of the plan", async () => {
    const user = await newUser();
    const before = Date.now();
    const [first = "", second] = await printed(user, "endpoints", "create");
    const [, id = "", expiry = ""] =
      new RegExp(`^Created (${UUID}), until (${TIME})$`).exec(first) ?? [];
    expect(second).toBe(`Send webhooks to ${server.origin}/h/${id}`);
    const days = (Date.parse(expiry) - before) / DAY_MS;
    expect(days).toBeGreaterThanOrEqual(30);
    expect(days).toBeLessThan(30.01);
  });

  it.each(["isPermanent", "permanent"])(
    "are permanent if `create` sends the field %s",
    async (field) => {
      const user = await newUser();
      const [line] = await printed(user, "endpoints", "create", `--${field}`);
      expect(line).toMatch(new RegExp(`^Created ${UUID}, permanent$`));
    },
  );

  it("are not created beyond the plan's limits, and `create` prints the reason", async () => {
    const { client, account } = await newUser("free");
    expect(await client.run("endpoints", "create", "--permanent")).toEqual({
      code: 1,
      lines: ["Error: Your plan allows no more permanent endpoints. Delete one, or upgrade."],
    });
    for (let count = 0; count < 3; count++) await newEndpoint(server, account.token);
    expect(await client.run("endpoints", "create")).toEqual({
      code: 1,
      lines: ["Error: Your plan allows no more endpoints. Delete one, or upgrade."],
    });
  });

  it("are printed by `ls` and `info`, with their request count and last request", async () => {
    const user = await newUser();
    const { id, url, expiresAt, createdAt } = await newEndpoint(server, user.account.token);
    const line = `${id}  -  until ${expiresAt}  0 requests`;
    expect(await printed(user, "endpoints", "ls")).toEqual([
      line,
      "Endpoints: 1",
      "Requests today: 0 of 5000",
    ]);
    const info = [line, `Created: ${createdAt}`, "Last request: never"];
    expect(await printed(user, "endpoints", "info", id)).toEqual(info);
    const { timestamp } = await json<Received>(await fetch(url, { method: "POST", body: "one" }));
    const expected = `Last request: ${new Date(timestamp).toISOString()}`;
    const isThere = async () => (await printed(user, "endpoints", "info", id))[2] === expected;
    await until(isThere, `\`info\` to print "${expected}"`);
    expect((await printed(user, "endpoints", "ls"))[0]).toBe(line.replace("0 r", "1 r"));
  });

  it("are gone after `delete`", async () => {
    const user = await newUser();
    const { id, url } = await newEndpoint(server, user.account.token);
    expect(await printed(user, "endpoints", "delete", id)).toEqual([`Deleted ${id}`]);
    const gone = { code: 1, lines: ["Error: Endpoint not found"] };
    expect(await user.client.run("endpoints", "info", id)).toEqual(gone);
    expect(await user.client.run("endpoints", "delete", id)).toEqual(gone);
    expect((await printed(user, "endpoints", "ls"))[0]).toBe("Endpoints: 0");
    expect((await fetch(url, { method: "POST" })).status).toBe(404);
  });
});

describe("requests, through the published client", () => {
  let user: User;
  let endpointId: string;
  /** Oldest first. */
  const ids: string[] = [];

  beforeAll(async () => {
    user = await newUser();
    const { id, url } = await newEndpoint(server, user.account.token);
    endpointId = id;
    const headers = { "content-type": "application/json", "user-agent": "sender/1.0" };
    for (const number of [1, 2, 3, 4, 5, 6]) {
      const body = `{"number":${number}}`;
      const reply = await fetch(`${url}/orders?page=${number}`, { method: "PUT", headers, body });
      ids.push((await json<Received>(reply)).id);
    }
  });

  const lineOf = (number: number) => `${ids[number - 1]}  PUT /h/${endpointId}/orders  12 bytes`;

  it("are listed by `ls`, newest first, a page at a time", async () => {
    const ls = ["requests", "ls", endpointId];
    const all = [6, 5, 4, 3, 2, 1].map(lineOf);
    expect(await printed(user, ...ls)).toEqual([...all, "Requests: 6"]);
    const page = await printed(user, ...ls, "--limit", "2", "--offset", "1");
    expect(page).toEqual([lineOf(5), lineOf(4), "Requests: 6"]);
    const beyond = await printed(user, ...ls, "--offset", "6");
    expect(beyond).toEqual(["Requests: 6"]);
  });

  it("are printed with headers and body by `show`", async () => {
    const lines = await printed(user, "requests", "show", ids[2] ?? "");
    expect(lines[0]).toBe(`PUT /h/${endpointId}/orders?page=3`);
    expect(lines).toContain("content-type: application/json");
    expect(lines).toContain("user-agent: sender/1.0");
    expect(lines.slice(-2)).toEqual(["", '{"number":3}']);
  });

  it("are printed by `body` as they were sent", async () => {
    expect(await printed(user, "requests", "body", ids[3] ?? "")).toEqual(['{"number":4}']);
  });

  it.each([UNKNOWN_ID, "no-id-at-all"])("are reported as missing if the id is %s", async (id) => {
    const missing = { code: 1, lines: [`There is no request ${id}.`] };
    for (const command of ["show", "body"]) {
      expect(await user.client.run("requests", command, id)).toEqual(missing);
    }
    const refused = { code: 1, lines: ["Error: Request not found"] };
    expect(await user.client.run("requests", "delete", id)).toEqual(refused);
  });

  it("are hidden from other accounts", async () => {
    const stranger = await newUser();
    const [id = ""] = ids;
    const missing = { code: 1, lines: [`There is no request ${id}.`] };
    expect(await stranger.client.run("requests", "show", id)).toEqual(missing);
    const refused = { code: 1, lines: ["Error: Endpoint not found"] };
    expect(await stranger.client.run("requests", "ls", endpointId)).toEqual(refused);
  });

  it("are gone after `delete`: one, several in `ids`, and several as a bare list", async () => {
    const [first = "", second = "", third = "", fourth = "", fifth = ""] = ids;
    const remove = ["requests", "delete"];
    expect(await printed(user, ...remove, first)).toEqual([`Deleted ${first}`]);
    const inIds = await printed(user, ...remove, second, third);
    expect(inIds).toEqual([`Deleted ${second}, ${third}`]);
    const bare = await printed(user, ...remove, "--bare", fourth, fifth);
    expect(bare).toEqual([`Deleted ${fourth}, ${fifth}`]);
    const left = await printed(user, "requests", "ls", endpointId);
    expect(left).toEqual([lineOf(6), "Requests: 1"]);
  });
});
