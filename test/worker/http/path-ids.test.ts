import { beforeAll, describe, expect, it } from "vitest";
import { ERRORS, errorBody } from "../../../src/protocol/errors.ts";
import type { Route } from "../../../src/protocol/route.ts";
import { ROUTES } from "../../../src/protocol/routes.ts";
import { NEVER_AN_ID } from "../support/bad-bodies.ts";
import { bodyRoutesAt, tokenFor } from "../support/body-routes.ts";
import { SESSION_COOKIE, signedInBrowser } from "../support/browser.ts";
import { Unchanged } from "../support/everything-stored.ts";
import { newInbox, pathnameOf, thingsIn, type Inbox, type Thing } from "../support/inbox.ts";
import { ADMIN_TOKEN, call, json, newEndpoint, newKey, ORIGIN } from "../support/world.ts";

/** A route with ids in its path, and which of them is the bad one. */
interface IdRoute {
  name: string;
  route: Route;
  thing: Thing;
}

const ID_ROUTES: readonly IdRoute[] = Object.entries<Route>(ROUTES).flatMap(([name, route]) =>
  thingsIn(route).map((thing) => ({ name, route, thing })),
);
const OURS = ID_ROUTES.filter(({ route }) => route.caller !== "operator");
const CHANGING = OURS.filter(({ route }) => route.method !== "GET");

let inbox: Inbox;
let other: Inbox;
let bodies: Map<string, unknown>;
/** A key of this account for a different endpoint only. */
let limitedKey: string;
let cookie: string;
let unchanged: Unchanged;

beforeAll(async () => {
  [inbox, other] = [await newInbox(), await newInbox()];
  bodies = new Map((await bodyRoutesAt(inbox)).map(({ name, good }) => [name, good]));
  const { id } = await newEndpoint(inbox.account);
  limitedKey = (await newKey(inbox.account, { endpointIds: [id] })).key;
  cookie = (await signedInBrowser(inbox.account.email)).cookieHeader;
  unchanged = await Unchanged.since(inbox, other);
});

/** An existing id, at the asterisk, with something that must not be ignored. */
const MANGLED = [
  "*x",
  "*%00",
  "%00*",
  "%20*",
  "*%0a",
  "*%2f",
  "*%2f..",
  "..%2f*",
  "x%2f*",
  "*%3f",
  "*%23",
  "*;",
  "*,*",
  "{*}",
  "urn:uuid:*",
];

/** Ids under which this account has no such thing, as they appear in a path. */
function badIds(thing: Thing): string[] {
  const own = inbox.ids[thing];
  const ofOtherKinds = Object.values(inbox.ids).filter((id) => id !== own);
  return [
    crypto.randomUUID(),
    other.ids[thing],
    ...ofOtherKinds,
    own.toUpperCase(),
    own.slice(0, -1),
    own.replaceAll("-", ""),
    ...MANGLED.map((pattern) => pattern.replace("*", own)),
    ...NEVER_AN_ID,
  ];
}

function send({ name, route }: IdRoute, pathname: string, headers: Record<string, string>) {
  const body = bodies.get(name);
  const content = body === undefined ? null : JSON.stringify(body);
  return call(pathname, { method: route.method, headers, body: content });
}

function withBadId({ route, thing }: IdRoute, id: string): string {
  return pathnameOf(route, { ...inbox.ids, [thing]: id });
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

/** A refusal's status, headers and body. */
async function refusalOf(response: Response) {
  const headers = [...response.headers];
  const { requestId, ...body } = errorBody.parse(await json(response, response.status));
  expect(requestId).toMatch(/^[0-9a-f-]{36}$/);
  return { status: response.status, headers, body };
}

/** Expects the same refusal for every bad id: no reply reveals which ids exist. */
async function expectAllNotFound(at: IdRoute, ids: string[], headers: Record<string, string>) {
  const replies = ids.map((id) => send(at, withBadId(at, id), headers));
  const refusals = await Promise.all(replies.map(async (reply) => refusalOf(await reply)));
  const body = { error: ERRORS[at.thing][1], code: at.thing };
  expect(refusals[0]).toMatchObject({ status: 404, body });
  for (const [n, refusal] of refusals.entries()) expect(refusal, ids[n]).toEqual(refusals[0]);
}

async function expectAll(
  at: IdRoute,
  headers: Record<string, string>,
  status: number,
  code: string,
) {
  for (const id of [inbox.ids[at.thing], crypto.randomUUID(), other.ids[at.thing], "no-uuid"]) {
    const refusal = await refusalOf(await send(at, withBadId(at, id), headers));
    expect(refusal, id).toMatchObject({ status, body: { code } });
  }
}

describe.each(ID_ROUTES)("$route.method $route.path with a bad id ($thing)", (at) => {
  it("gives every authorised caller the same 404", async () => {
    await unchanged.by(async () => {
      const token = tokenFor(at.route, inbox) ?? "";
      // The operator can see every account.
      const ids = badIds(at.thing).filter(
        (id) => token !== ADMIN_TOKEN || id !== other.ids[at.thing],
      );
      await expectAllNotFound(at, ids, bearer(token));
    });
  });

  it("gives an unknown caller a 401", async () => {
    await unchanged.by(async () => {
      await expectAll(at, {}, 401, "not_signed_in");
      await expectAll(at, bearer(`hnt_${"0".repeat(38)}`), 401, "not_signed_in");
      // Authentication comes before the check of the origin.
      const unknown = { cookie: `${SESSION_COOKIE}=unknown`, origin: "https://elsewhere.test" };
      await expectAll(at, unknown, 401, "not_signed_in");
    });
  });
});

describe.each(OURS)("$route.method $route.path with a bad id ($thing)", (at) => {
  it("gives a 404 to an API key that may read, and a 403 to one that may not", async () => {
    await unchanged.by(async () => {
      if (at.route.caller === "account") {
        return expectAll(at, bearer(inbox.key), 403, "key_not_allowed");
      }
      await expectAllNotFound(at, badIds(at.thing), bearer(inbox.key));
      // A key for one endpoint does not see other endpoints of its account.
      const own = inbox.ids[at.thing];
      await expectAllNotFound(at, [crypto.randomUUID(), own], bearer(limitedKey));
    });
  });

  it("gives a 404 to a browser on our own pages", async () => {
    await unchanged.by(() =>
      expectAllNotFound(at, badIds(at.thing).slice(0, 4), { cookie, origin: ORIGIN }),
    );
  });
});

describe.each(CHANGING)("$route.method $route.path with a cookie from another site", (at) => {
  it.each([undefined, "https://elsewhere.test", "null"])(
    "gives a 403: origin %s",
    async (origin) => {
      await unchanged.by(async () => {
        const headers: Record<string, string> =
          origin === undefined ? { cookie } : { cookie, origin };
        await expectAll(at, headers, 403, "wrong_origin");
      });
    },
  );
});

describe("the operator's routes", () => {
  it.each(ID_ROUTES.filter(({ route }) => route.caller === "operator"))(
    "give an account a 401: $route.path",
    async (at) => {
      await expectAll(at, bearer(inbox.account.token), 401, "not_signed_in");
      await expectAll(at, { cookie, origin: ORIGIN }, 401, "not_signed_in");
    },
  );
});
