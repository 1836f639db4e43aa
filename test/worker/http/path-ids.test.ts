import { beforeAll, describe, expect, it } from "vitest";
import { ERRORS, errorBody } from "../../../src/protocol/errors.ts";
import type { Route } from "../../../src/protocol/route.ts";
import { ROUTES } from "../../../src/protocol/routes.ts";
import { NEVER_AN_ID } from "../support/bad-bodies.ts";
import { bodyRoutesAt, tokenFor } from "../support/body-routes.ts";
import { SESSION_COOKIE, signedInBrowser } from "../support/browser.ts";
import { everythingStored } from "../support/everything-stored.ts";
import { addressOf, newPlace, thingsIn, type Place, type Thing } from "../support/place.ts";
import { ADMIN_TOKEN, call, json, newEndpoint, newKey, ORIGIN } from "../support/world.ts";

/** A route with an id in its path, and which of its ids is the bad one. */
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

let place: Place;
let other: Place;
let bodies: Map<string, unknown>;
/** A key of the place's account for another endpoint of it alone. */
let limitedKey: string;
let cookie: string;

beforeAll(async () => {
  [place, other] = [await newPlace(), await newPlace()];
  bodies = new Map((await bodyRoutesAt(place)).map(({ name, good }) => [name, good]));
  const { id } = await newEndpoint(place.account);
  limitedKey = (await newKey(place.account, { endpointIds: [id] })).key;
  cookie = (await signedInBrowser(place.account.email)).cookieHeader;
});

/** An id of a thing that is there, at the asterisk, and something that must not be overlooked. */
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

/** Ids that this account has no such thing under, as they stand in a path. */
function badIds(thing: Thing): string[] {
  const own = place.ids[thing];
  const ofOtherKinds = Object.values(place.ids).filter((id) => id !== own);
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

function send({ name, route }: IdRoute, address: string, headers: Record<string, string>) {
  const body = bodies.get(name);
  const content = body === undefined ? null : JSON.stringify(body);
  return call(address, { method: route.method, headers, body: content });
}

function withBadId({ route, thing }: IdRoute, id: string): string {
  return addressOf(route, { ...place.ids, [thing]: id });
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

/** The status, code and sentence of a refusal, and how it came. */
async function told(response: Response) {
  const headers = [...response.headers];
  const { requestId, ...body } = errorBody.parse(await json(response, response.status));
  expect(requestId).toMatch(/^[0-9a-f-]{36}$/);
  return { status: response.status, headers, body };
}

/** Every bad id must be refused alike: nothing in a reply tells which of them is somebody's. */
async function expectAllNotFound(at: IdRoute, ids: string[], headers: Record<string, string>) {
  const replies = ids.map((id) => send(at, withBadId(at, id), headers));
  const refusals = await Promise.all(replies.map(async (reply) => told(await reply)));
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
  for (const id of [place.ids[at.thing], crypto.randomUUID(), other.ids[at.thing], "no-uuid"]) {
    const refusal = await told(await send(at, withBadId(at, id), headers));
    expect(refusal, id).toMatchObject({ status, body: { code } });
  }
}

async function leavingAllAsItWas(act: () => Promise<void>): Promise<void> {
  const before = [await everythingStored(place), await everythingStored(other)];
  await act();
  expect([await everythingStored(place), await everythingStored(other)]).toEqual(before);
}

describe.each(ID_ROUTES)("$route.method $route.path, where there is no such $thing", (at) => {
  it("is the same 404 for whoever may call it", async () => {
    await leavingAllAsItWas(async () => {
      const token = tokenFor(at.route, place) ?? "";
      // To the operator, every account is there.
      const ids = badIds(at.thing).filter(
        (id) => token !== ADMIN_TOKEN || id !== other.ids[at.thing],
      );
      await expectAllNotFound(at, ids, bearer(token));
    });
  });

  it("is a 401 for whom nobody knows", async () => {
    await leavingAllAsItWas(async () => {
      await expectAll(at, {}, 401, "not_signed_in");
      await expectAll(at, bearer(`hnt_${"0".repeat(38)}`), 401, "not_signed_in");
      // Who is asking comes before where from.
      const unknown = { cookie: `${SESSION_COOKIE}=unknown`, origin: "https://elsewhere.test" };
      await expectAll(at, unknown, 401, "not_signed_in");
    });
  });
});

describe.each(OURS)("$route.method $route.path, where there is no such $thing", (at) => {
  it("is a 404 to an API key that may read, and a 403 to one that may not", async () => {
    await leavingAllAsItWas(async () => {
      if (at.route.caller === "account") {
        return expectAll(at, bearer(place.key), 403, "key_not_allowed");
      }
      await expectAllNotFound(at, badIds(at.thing), bearer(place.key));
      // A key for one endpoint sees no other of its own account's.
      const own = place.ids[at.thing];
      await expectAllNotFound(at, [crypto.randomUUID(), own], bearer(limitedKey));
    });
  });

  it("is a 404 to a browser on our own pages", async () => {
    await leavingAllAsItWas(() =>
      expectAllNotFound(at, badIds(at.thing).slice(0, 4), { cookie, origin: ORIGIN }),
    );
  });
});

describe.each(CHANGING)("$route.method $route.path, by a cookie from elsewhere", (at) => {
  it.each([undefined, "https://elsewhere.test", "null"])("is a 403: origin %s", async (origin) => {
    await leavingAllAsItWas(async () => {
      const headers: Record<string, string> =
        origin === undefined ? { cookie } : { cookie, origin };
      await expectAll(at, headers, 403, "wrong_origin");
    });
  });
});

describe("the operator's routes", () => {
  it.each(ID_ROUTES.filter(({ route }) => route.caller === "operator"))(
    "are a 401 to an account: $route.path",
    async (at) => {
      await expectAll(at, bearer(place.account.token), 401, "not_signed_in");
      await expectAll(at, { cookie, origin: ORIGIN }, 401, "not_signed_in");
    },
  );
});
