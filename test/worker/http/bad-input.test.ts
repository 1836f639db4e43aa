import { beforeAll, describe, expect, it } from "vitest";
import { ROUTES } from "../../../src/protocol/routes.ts";
import { routes as routed } from "../../../src/worker/app.ts";
import { NEVER_A_BODY, ODD_TEXTS } from "../support/bad-bodies.ts";
import { bodyRoutesAt, sendTo, type BodyRoute } from "../support/body-routes.ts";
import { Browser, signedInBrowser } from "../support/browser.ts";
import { everythingStored } from "../support/everything-stored.ts";
import { newPlace, type Place } from "../support/place.ts";
import { expectBodyRefused, expectTooLarge, readRefusal } from "../support/refusals.ts";
import { callAs, json } from "../support/world.ts";

let place: Place;
let routes: BodyRoute[];

beforeAll(async () => {
  place = await newPlace();
  routes = await bodyRoutesAt(place);
});

/** Calls each route with what must change nothing that is stored anywhere. */
async function forEachRoute(check: (route: BodyRoute) => Promise<unknown>): Promise<void> {
  const before = await everythingStored(place);
  for (const route of routes) await check(route);
  expect(await everythingStored(place)).toEqual(before);
}

/** A long body that counts how much of it is taken. It ends: a server that reads on must too. */
class CountedBody {
  sentBytes = 0;
  readonly stream: ReadableStream<Uint8Array>;

  constructor(maxBytes: number) {
    this.stream = new ReadableStream({
      pull: (controller) => {
        if (this.sentBytes >= maxBytes) return controller.close();
        const chunk = new TextEncoder().encode(" ".repeat(64 * 1024));
        this.sentBytes += chunk.length;
        controller.enqueue(chunk);
      },
    });
  }
}

function textOf({ good }: BodyRoute): string {
  return JSON.stringify(good);
}

/** The text with a byte in it that UTF-8 has nowhere. */
function withBadByte(text: string, at: number): Uint8Array {
  const bytes = new TextEncoder().encode(text);
  return Uint8Array.of(...bytes.slice(0, at), 0xff, ...bytes.slice(at));
}

/** What is not known, in a body of a certain length. */
function paddedTo(bytes: number): string {
  return '{"surprise":1}'.padEnd(bytes, " ");
}

/** Forms, which pages of ours send, and device sign-in, which this test has in its own table. */
const NO_JSON_ROUTES = [
  "POST /auth/cli",
  "POST /auth/device",
  "POST /auth/device/token",
  "POST /device",
  "POST /device/decision",
  "POST /sign-in",
  "POST /sign-in/code",
  "POST /sign-in/out",
];

const NOTHING_IS_ENOUGH = [
  "createEndpoint",
  "updateEndpoint",
  "createKey",
  "rotateKey",
  "askForDeviceCode",
];

describe("the routes that read a body", () => {
  it("are all in the table of routes, or are forms", () => {
    const known = Object.values(ROUTES).map(({ method, path }) => `${method} ${path}`);
    const changing = routed
      .filter(({ method }) => method !== "GET")
      .map(({ method, path }) => `${method} ${path}`)
      .filter((address) => !known.includes(address));
    expect([...new Set(changing)].toSorted()).toEqual(NO_JSON_ROUTES);
  });

  // A byte order mark may be ignored (RFC 8259 section 8.1), and is.
  it.each(["", "\ufeff"])("take their good body, with %j in front", async (mark) => {
    const taken: Record<string, number> = {};
    const expected: Record<string, number> = {};
    for (const route of await bodyRoutesAt(await newPlace())) {
      taken[route.name] = (await sendTo(route, mark + textOf(route))).status;
      expected[route.name] = Number(Object.keys(route.replies)[0]);
    }
    // Nobody was mailed this code, and nobody has allowed this machine in.
    expect(taken).toEqual({ ...expected, enterCode: 401, pollForDeviceToken: 400 });
  });

  // The published client sends none where it has nothing to say.
  it.each([null, "", " \r\n\t", "\ufeff", "{}"])("take %j where no field must be", async (body) => {
    const taken: string[] = [];
    for (const route of await bodyRoutesAt(await newPlace())) {
      const reply = await sendTo(route, body);
      if (reply.ok) taken.push(route.name);
      else await expectBodyRefused(route, reply, route.name);
    }
    expect(taken).toEqual(NOTHING_IS_ENOUGH);
  });
});

describe("every route that reads a body", () => {
  it.each(NEVER_A_BODY)("refuses %s", async (what, body) => {
    await forEachRoute(async (route) => {
      await expectBodyRefused(route, await sendTo(route, body), `${route.name}: ${what}`);
    });
  });

  it("refuses a body that is cut off, wherever that is", async () => {
    await forEachRoute(async (route) => {
      const text = textOf(route);
      for (const length of [1, Math.floor(text.length / 2), text.length - 1]) {
        const reply = await sendTo(route, text.slice(0, length));
        await expectBodyRefused(route, reply, `${route.name}: ${length} characters`);
      }
    });
  });

  it("refuses bytes that are not UTF-8, in a name, in a value and around", async () => {
    await forEachRoute(async (route) => {
      const text = textOf(route);
      for (const at of [0, 3, text.length - 3, text.length]) {
        const reply = await sendTo(route, withBadByte(text, at));
        await expectBodyRefused(route, reply, `${route.name}: at ${at}`);
      }
    });
  });

  it("takes UTF-8 alone: UTF-16 and UTF-32 are refused", async () => {
    await forEachRoute(async (route) => {
      const units = [...`\ufeff${textOf(route)}`].map((character) => character.charCodeAt(0));
      for (const bytes of [Uint16Array.from(units), Uint32Array.from(units)]) {
        const reply = await sendTo(route, new Uint8Array(bytes.buffer));
        await expectBodyRefused(route, reply, `${route.name}: ${bytes.constructor.name}`);
      }
    });
  });

  it("refuses one byte more than it takes, and reads as much", async () => {
    await forEachRoute(async (route) => {
      const over = await sendTo(route, paddedTo(route.maxBytes + 1));
      await expectTooLarge(route, over, route.name);
      // An unknown field is nothing to OAuth: at its limit, that is a good body.
      if (route.isOauth) return;
      const refusal = await readRefusal(
        await sendTo(route, paddedTo(route.maxBytes)),
        400,
        route.name,
      );
      expect(refusal.code, refusal.seen).toBe("invalid_field");
    });
  });

  it("reads little more than that of a body whose length is not told", async () => {
    await forEachRoute(async (route) => {
      const body = new CountedBody(route.maxBytes + 4 * 1024 * 1024);
      await expectTooLarge(route, await sendTo(route, body.stream), route.name);
      expect(body.sentBytes, route.name).toBeLessThan(route.maxBytes + 1024 * 1024);
    });
  });
});

describe("who asks is told so first", () => {
  const guarded = (one: BodyRoute) => one.caller !== "anyone";

  it("without a credential: 401, whatever the body", async () => {
    await forEachRoute(async (route) => {
      if (!guarded(route)) return;
      const reply = await sendTo({ ...route, token: null }, "{");
      const { code, seen } = await readRefusal(reply, 401, route.name);
      expect(code, seen).toBe("not_signed_in");
    });
  });

  it("with an API key: 403, and 401 from the operator's routes", async () => {
    await forEachRoute(async (route) => {
      if (!guarded(route)) return;
      const isOperators = route.caller === "operator";
      const reply = await sendTo({ ...route, token: place.key }, "{");
      const refusal = await readRefusal(reply, isOperators ? 401 : 403, route.name);
      expect(refusal.code, refusal.seen).toBe(isOperators ? "not_signed_in" : "key_not_allowed");
    });
  });

  it("with a cookie that another site's page sends along: 403", async () => {
    const { cookieHeader } = await signedInBrowser();
    await forEachRoute(async ({ name, caller, method, address }) => {
      if (caller !== "account") return;
      const headers = { cookie: cookieHeader, origin: "https://elsewhere.test" };
      const reply = await new Browser().send(address, { method, headers, body: "{" });
      const { code, seen } = await readRefusal(reply, 403, name);
      expect(code, seen).toBe("wrong_origin");
    });
  });
});

describe("a text", () => {
  it.each(Object.keys(ODD_TEXTS))("that holds %s is kept as it is, or refused", async (what) => {
    const alias = ODD_TEXTS[what];
    const { token } = place.account;
    const response = await callAs(token, "POST", "/api/endpoints", { alias });
    expect([201, 400]).toContain(response.status);
    if (response.status === 400) return;
    const { id } = await json<{ id: string }>(response, 201);
    const row = await json<{ alias: string }>(await callAs(token, "GET", `/api/endpoints/${id}`));
    // As JSON: the report of a failure can't carry half a character.
    expect(JSON.stringify(row.alias)).toBe(JSON.stringify(alias));
  });
});
