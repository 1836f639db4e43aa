import { beforeAll, describe, expect, it } from "vitest";
import { ROUTES } from "../../../src/protocol/routes.ts";
import { routes as routed } from "../../../src/worker/app.ts";
import { NEVER_A_BODY, ODD_TEXTS } from "../support/bad-bodies.ts";
import { bodyRoutesAt, sendTo, type BodyRoute } from "../support/body-routes.ts";
import { Browser, signedInBrowser } from "../support/browser.ts";
import { Unchanged } from "../support/everything-stored.ts";
import { newInbox, type Inbox } from "../support/inbox.ts";
import { expectBodyRefused, expectTooLarge, readRefusal } from "../support/refusals.ts";
import { callAs, json } from "../support/world.ts";

let inbox: Inbox;
let routes: BodyRoute[];

beforeAll(async () => {
  inbox = await newInbox();
  routes = await bodyRoutesAt(inbox);
});

/** Calls each route with something that must not change anything stored. */
async function forEachRoute(check: (route: BodyRoute) => Promise<unknown>): Promise<void> {
  const unchanged = await Unchanged.since(inbox);
  await unchanged.by(() => Promise.all(routes.map(check)));
}

/** A long body that counts how much of it is read. It does end, for servers that read on. */
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

/** The text with a byte that UTF-8 never uses. */
function withBadByte(text: string, at: number): Uint8Array {
  const bytes = new TextEncoder().encode(text);
  return Uint8Array.of(...bytes.slice(0, at), 0xff, ...bytes.slice(at));
}

/** A body of this length with an unknown field. */
function paddedTo(bytes: number): string {
  return '{"surprise":1}'.padEnd(bytes, " ");
}

/** Forms, which our own pages send, and device sign-in, which OAUTH_ROUTES has. */
const NON_JSON_ROUTES = [
  "POST /auth/cli",
  "POST /auth/device",
  "POST /auth/device/token",
  "POST /device",
  "POST /device/decision",
  "POST /sign-in",
  "POST /sign-in/code",
  "POST /sign-in/out",
];

const BODY_IS_OPTIONAL = [
  "createEndpoint",
  "updateEndpoint",
  "createKey",
  "rotateKey",
  "resync",
  "askForDeviceCode",
];

describe("the routes that read a body", () => {
  it("are all in the table of routes, or are forms", () => {
    const known = Object.values(ROUTES).map(({ method, path }) => `${method} ${path}`);
    const changing = routed
      .filter(({ method }) => method !== "GET")
      .map(({ method, path }) => `${method} ${path}`)
      .filter((pathname) => !known.includes(pathname));
    expect([...new Set(changing)].toSorted()).toEqual(NON_JSON_ROUTES);
  });

  // A byte order mark may be ignored (RFC 8259 section 8.1). We ignore it.
  it.each(["", "\ufeff"])("accept their valid body with %j in front", async (mark) => {
    const accepted: Record<string, number> = {};
    const expected: Record<string, number> = {};
    for (const route of await bodyRoutesAt(await newInbox())) {
      accepted[route.name] = (await sendTo(route, mark + textOf(route))).status;
      expected[route.name] = Number(Object.keys(route.replies)[0]);
    }
    // This code was mailed to nobody, and nobody has approved this device.
    expect(accepted).toEqual({ ...expected, enterCode: 401, pollForDeviceToken: 400 });
  });

  // The published client sends no body if it has nothing to say.
  it.each([null, "", " \r\n\t", "\ufeff", "{}"])(
    "accept %j if no field is required",
    async (body) => {
      const accepted: string[] = [];
      for (const route of await bodyRoutesAt(await newInbox())) {
        const reply = await sendTo(route, body);
        if (reply.ok) accepted.push(route.name);
        else await expectBodyRefused(route, reply, route.name);
      }
      expect(accepted).toEqual(BODY_IS_OPTIONAL);
    },
  );
});

describe("every route that reads a body", () => {
  it.each(NEVER_A_BODY)("refuses %s", async (what, body) => {
    await forEachRoute(async (route) => {
      await expectBodyRefused(route, await sendTo(route, body), `${route.name}: ${what}`);
    });
  });

  it("refuses a body that is truncated, wherever that is", async () => {
    await forEachRoute(async (route) => {
      const text = textOf(route);
      for (const length of [1, Math.floor(text.length / 2), text.length - 1]) {
        const reply = await sendTo(route, text.slice(0, length));
        await expectBodyRefused(route, reply, `${route.name}: ${length} characters`);
      }
    });
  });

  it("refuses bytes that are not UTF-8, in a name, in a value and around them", async () => {
    await forEachRoute(async (route) => {
      const text = textOf(route);
      for (const at of [0, 3, text.length - 3, text.length]) {
        const reply = await sendTo(route, withBadByte(text, at));
        await expectBodyRefused(route, reply, `${route.name}: at ${at}`);
      }
    });
  });

  it("accepts UTF-8 only: UTF-16 and UTF-32 are refused", async () => {
    await forEachRoute(async (route) => {
      const units = [...`\ufeff${textOf(route)}`].map((character) => character.charCodeAt(0));
      for (const bytes of [Uint16Array.from(units), Uint32Array.from(units)]) {
        const reply = await sendTo(route, new Uint8Array(bytes.buffer));
        await expectBodyRefused(route, reply, `${route.name}: ${bytes.constructor.name}`);
      }
    });
  });

  it("refuses one byte over its limit, and reads a body at its limit", async () => {
    await forEachRoute(async (route) => {
      const over = await sendTo(route, paddedTo(route.maxBytes + 1));
      await expectTooLarge(route, over, route.name);
      // OAuth ignores unknown fields, so there this body is valid.
      if (route.isOauth) return;
      const refusal = await readRefusal(
        await sendTo(route, paddedTo(route.maxBytes)),
        400,
        route.name,
      );
      expect(refusal.code, refusal.seen).toBe("invalid_field");
    });
  });

  it("reads little more than its limit if the length is not declared", async () => {
    await forEachRoute(async (route) => {
      const body = new CountedBody(route.maxBytes + 4 * 1024 * 1024);
      await expectTooLarge(route, await sendTo(route, body.stream), route.name);
      expect(body.sentBytes, route.name).toBeLessThan(route.maxBytes + 1024 * 1024);
    });
  });
});

describe("authentication comes before the body:", () => {
  const guarded = (one: BodyRoute) => one.caller !== "anyone";

  it("no credential gets 401, whatever the body", async () => {
    await forEachRoute(async (route) => {
      if (!guarded(route)) return;
      const reply = await sendTo({ ...route, token: null }, "{");
      const { code, seen } = await readRefusal(reply, 401, route.name);
      expect(code, seen).toBe("not_signed_in");
    });
  });

  it("an API key gets 403, and 401 from the operator's routes", async () => {
    await forEachRoute(async (route) => {
      if (!guarded(route)) return;
      const isOperators = route.caller === "operator";
      const reply = await sendTo({ ...route, token: inbox.key }, "{");
      const refusal = await readRefusal(reply, isOperators ? 401 : 403, route.name);
      expect(refusal.code, refusal.seen).toBe(isOperators ? "not_signed_in" : "key_not_allowed");
    });
  });

  it("a cookie from another site's page gets 403", async () => {
    const { cookieHeader } = await signedInBrowser();
    await forEachRoute(async ({ name, caller, method, pathname }) => {
      if (caller !== "account") return;
      const headers = { cookie: cookieHeader, origin: "https://elsewhere.test" };
      const reply = await new Browser().send(pathname, { method, headers, body: "{" });
      const { code, seen } = await readRefusal(reply, 403, name);
      expect(code, seen).toBe("wrong_origin");
    });
  });
});

describe("an alias", () => {
  it.each(Object.keys(ODD_TEXTS))(
    "that contains %s is stored unchanged or refused",
    async (what) => {
      const alias = ODD_TEXTS[what];
      const { token } = inbox.account;
      const response = await callAs(token, "POST", "/api/endpoints", { alias });
      expect([201, 400]).toContain(response.status);
      if (response.status === 400) return;
      const { id } = await json<{ id: string }>(response, 201);
      const row = await json<{ alias: string }>(await callAs(token, "GET", `/api/endpoints/${id}`));
      // As JSON, because the report of a failure can't contain a lone surrogate.
      expect(JSON.stringify(row.alias)).toBe(JSON.stringify(alias));
    },
  );
});
