import { beforeAll, describe, expect, it } from "vitest";
import { BODY_ROUTES, bodyRoutesAt, sendTo, type BodyRoute } from "../support/body-routes.ts";
import { Unchanged } from "../support/everything-stored.ts";
import { ACCEPTED, HOSTILE, HOSTILE_NAMES, type Hostile } from "../support/hostile-values.ts";
import { newInbox } from "../support/inbox.ts";
import { expectFieldRefused, expectTooLarge } from "../support/refusals.ts";
import {
  fieldsOf,
  objectsIn,
  replaced,
  requiredFieldsOf,
  type FieldPath,
} from "../support/schema-fields.ts";
import { json } from "../support/world.ts";
import { WRONG } from "../support/wrong-values.ts";

const NAMES = BODY_ROUTES.map(({ name }) => name);
/** OAuth clients may send unknown fields; they are ignored (RFC 6749 section 3.2). */
const STRICT_NAMES = BODY_ROUTES.filter(({ isOauth }) => !isOauth).map(({ name }) => name);

/** Names that no field has. An error truncates a long one, perhaps inside a character. */
const UNKNOWN_FIELDS = [
  "surprise",
  "accountId",
  "account_id",
  "__proto__",
  "constructor",
  "toString",
  "",
  "0",
  "a\u0000b",
  "a\nb",
  "\ud800",
  "x".repeat(10_000),
  "😀".repeat(1_000),
  `x${"😀".repeat(1_000)}`,
];

/** Marks the inbox of a value's raw JSON. */
const MARK = "\u0001";

let routes: BodyRoute[];
let unchanged: Unchanged;

beforeAll(async () => {
  const inbox = await newInbox();
  routes = await bodyRoutesAt(inbox);
  unchanged = await Unchanged.since(inbox);
});

function routeOf(name: string, among = routes): BodyRoute {
  const route = among.find((one) => one.name === name);
  if (!route) throw new Error(`There is no route ${name}.`);
  return route;
}

/** The valid body with the raw JSON of one field replaced. */
function withField({ good }: BodyRoute, path: FieldPath, text: string): string {
  return JSON.stringify(replaced(good, path, MARK)).replace(JSON.stringify(MARK), () => text);
}

/** The valid body with one more field, of any name, in one of its objects. */
function withNamed({ good }: BodyRoute, at: FieldPath, name: string): string {
  const marked = JSON.stringify(replaced(good, [...at, MARK], true));
  return marked.replace(JSON.stringify(MARK), () => JSON.stringify(name));
}

/** The field's key in ACCEPTED. */
function keyOf({ name }: BodyRoute, path: FieldPath): string {
  return `${name} ${path.join(".")}`;
}

async function expectRefused(route: BodyRoute, path: FieldPath, body: string, why: string) {
  const reply = await sendTo(route, body);
  const what = `${keyOf(route, path)}: ${why}`;
  if (body.length > route.maxBytes) await expectTooLarge(route, reply, what);
  else await expectFieldRefused(route, reply, path, what);
}

describe.each(NAMES)("the body of %s", (name) => {
  it("can't have a hostile value in any field", async () => {
    const route = routeOf(name);
    await unchanged.by(async () => {
      for (const path of fieldsOf(route.body)) {
        const accepted: readonly Hostile[] = ACCEPTED[keyOf(route, path)] ?? [];
        const refused = HOSTILE_NAMES.filter((hostile) => !accepted.includes(hostile));
        const refusals = refused.map((hostile) =>
          expectRefused(route, path, withField(route, path, HOSTILE[hostile]), hostile),
        );
        await Promise.all(refusals);
      }
    });
  });

  it("can't have a value that is out of bounds or malformed", async () => {
    const route = routeOf(name);
    await unchanged.by(async () => {
      for (const path of fieldsOf(route.body)) {
        for (const wrong of WRONG[String(path.at(-1))] ?? []) {
          const text = JSON.stringify(wrong);
          await expectRefused(route, path, withField(route, path, text), text.slice(0, 80));
        }
      }
    });
  });

  it("can't lack a required field", async () => {
    const route = routeOf(name);
    await unchanged.by(async () => {
      for (const path of requiredFieldsOf(route.body)) {
        const body = JSON.stringify(replaced(route.good, path, undefined));
        await expectRefused(route, path, body, "missing");
      }
    });
  });

  it("is judged by the last value of a repeated field", async () => {
    const route = routeOf(name);
    await unchanged.by(async () => {
      for (const path of fieldsOf(route.body)) {
        // An element of a list can't be repeated.
        const own = path.at(-1);
        if (typeof own !== "string") continue;
        const twice = `"good",${JSON.stringify(own)}:1e999`;
        await expectRefused(route, path, withField(route, path, twice), "twice");
      }
    });
  });
});

describe.each(STRICT_NAMES)("the body of %s", (name) => {
  it("can't have an unknown field, at any depth", async () => {
    const route = routeOf(name);
    await unchanged.by(async () => {
      for (const at of objectsIn(route.good)) {
        for (const unknown of UNKNOWN_FIELDS) {
          const body = withNamed(route, at, unknown);
          await expectRefused(route, [...at, unknown], body, "unknown");
        }
      }
    });
  });
});

describe("a value that only looks hostile", () => {
  // In an inbox of its own, because accepted bodies change things.
  let acceptingRoutes: BodyRoute[];
  beforeAll(async () => {
    acceptingRoutes = await bodyRoutesAt(await newInbox());
  });

  it("is listed under an existing field", () => {
    const fields = acceptingRoutes.flatMap((route) =>
      fieldsOf(route.body).map((path) => keyOf(route, path)),
    );
    expect(fields).toEqual(expect.arrayContaining(Object.keys(ACCEPTED)));
  });

  it("is accepted as the first of two values of a field, because the last one counts", async () => {
    const route = routeOf("createEndpoint", acceptingRoutes);
    const reply = await sendTo(route, withField(route, ["alias"], '1e999,"alias":"last"'));
    expect(await json(reply, 201)).toMatchObject({ alias: "last" });
  });

  it.each(Object.entries(ACCEPTED))("is accepted: %s", async (key, accepted) => {
    const route = routeOf(key.split(" ", 1)[0] ?? "", acceptingRoutes);
    const path = fieldsOf(route.body).find((one) => keyOf(route, one) === key) ?? [];
    for (const hostile of accepted) {
      const reply = await sendTo(route, withField(route, path, HOSTILE[hostile]));
      const seen = `${hostile}: ${reply.status} ${await reply.text()}`;
      expect(reply.status, seen).toBeLessThan(500);
      expect(seen).not.toMatch(
        /"code":"(malformed_json|invalid_field|invalid_request|body_too_large)"/,
      );
    }
  });
});
